#!/usr/bin/env node
'use strict';

// The whole start-up path: see bench/ before you add to it.
const { readFileSync, writeSync } = require('node:fs');
const { createRequire, enableCompileCache, wrap } = require('node:module');
const { join } = require('node:path');

const CLI = join(__dirname, '../dist/cli/vk.cjs');

function main() {
  const [word, ...rest] = process.argv.slice(2);
  if ((word === '--version' || word === '-V') && rest.length === 0) {
    writeSync(1, `${require('../package.json').version}\n`);
    return;
  }
  void load().main();
}

/** Node from 22 on keeps compiled code by itself; before that the build has kept it beside the code. */
function load() {
  if (enableCompileCache !== undefined) {
    enableCompileCache(compileCacheFolder());
    return require(CLI);
  }
  const { Script } = require('node:vm');
  const cachedData = readCache();
  const script = new Script(wrap(readFileSync(CLI, 'latin1')), {
    filename: CLI,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(CLI), module, CLI, '');
  return module.exports;
}

function readCache() {
  try {
    return readFileSync(CLI.replace(/\.cjs$/, '.cache'));
  } catch {
    return undefined;
  }
}

/** The user's own folder: in the shared temporary one, another user could leave code for us to run. */
function compileCacheFolder() {
  const home = process.env.XDG_CACHE_HOME || join(require('node:os').homedir(), '.cache');
  return process.env.NODE_COMPILE_CACHE || join(home, 'vk');
}

main();
