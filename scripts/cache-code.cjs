/**
 * Keeps what V8 compiles when vk signs, so that the next start need not: runs `vk sign` in this
 * process, then asks the script for its code cache. V8 refuses a cache of another version of itself
 * or of the source, and then compiles as usual.
 */
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { Script } = require('node:vm');

const cli = require.resolve('../dist/cli/vk.cjs');
const script = new Script(wrap(readFileSync(cli, 'latin1')), { filename: cli });
/** @type {{ exports: { main?: () => Promise<void> } }} */
const loaded = { exports: {} };
process.argv = [
  'node',
  'vk',
  'sign',
  'POST',
  '/verify/pan',
  'pan=ABCDE1234F',
  '--sandbox',
  '--only',
  'signature',
];
script.runInThisContext()(loaded.exports, createRequire(cli), loaded, cli, '');
void loaded.exports.main?.().then(() => {
  writeFileSync(cli.replace(/\.cjs$/, '.cache'), script.createCachedData());
});
