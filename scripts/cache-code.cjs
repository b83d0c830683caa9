/**
 * `node cache-code.cjs FILE ARG...`: runs vk with the arguments in this process, then writes V8's code
 * cache of `dist/cli/FILE.cjs` beside it. Loads as bin/vk.js does, because V8 takes a cache only for a
 * script that is wrapped in the same way.
 */
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');

const [file = '', ...args] = process.argv.slice(2);
const cli = path.join(__dirname, '../dist/cli');
const wanted = path.join(cli, `${file}.cjs`);

/** @type {Map<string, { exports: { main?: (programFolder: string) => Promise<void> } }>} */
const modules = new Map();

/** @param {string} name */
function load(name) {
  const present = modules.get(name);
  if (present !== undefined) {
    return present.exports;
  }
  const script = name.replace(/\.cjs$/, '.script');
  if (!existsSync(script)) {
    return require(name);
  }
  const compiled = new Script(readFileSync(script, 'latin1'), { filename: name });
  /** @type {{ exports: { main?: (programFolder: string) => Promise<void> } }} */
  const loaded = { exports: {} };
  modules.set(name, loaded);
  /** @param {string} id */
  const requireAny = (id) =>
    id.startsWith('./') ? load(path.join(name, '..', id)) : process.getBuiltinModule(id);
  compiled.runInThisContext()(loaded.exports, requireAny, loaded);
  if (name === wanted) {
    process.once('exit', () => {
      writeFileSync(name.replace(/\.cjs$/, '.cache'), compiled.createCachedData());
    });
  }
  return loaded.exports;
}

process.argv = ['node', 'vk', ...args];
void load(path.join(cli, 'vk.cjs')).main?.(cli);
