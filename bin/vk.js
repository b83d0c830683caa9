#!/usr/bin/env node
'use strict';

// The whole start-up path: see bench/ before you add to it.
const { readFileSync, writeSync } = require('node:fs');
const { createRequire, enableCompileCache, wrap } = require('node:module');
const { join } = require('node:path');

const CLI = join(__dirname, '../dist/cli');

function main() {
  const [word, ...rest] = process.argv.slice(2);
  if ((word === '--version' || word === '-V') && rest.length === 0) {
    writeSync(1, `${require('../package.json').version}\n`);
    return;
  }
  void load('vk.cjs').main();
}

/** Node from 22 on keeps compiled code by itself; for those before it, the build did. */
function load(file) {
  if (enableCompileCache === undefined) {
    return loadWithCache(join(CLI, file));
  }
  enableCompileCache(compileCacheFolder());
  return require(join(CLI, file));
}

/** What `require` does, with V8's code cache where the build has put one beside the file. */
function loadWithCache(path) {
  const { Script } = require('node:vm');
  const cachedData = read(path.replace(/\.cjs$/, '.cache'));
  const script = new Script(wrap(readFileSync(path, 'latin1')), {
    filename: path,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  const requireNode = createRequire(path);
  const requireAny = (id) =>
    id.startsWith('./') ? loadWithCache(join(path, '..', id)) : requireNode(id);
  script.runInThisContext()(module.exports, requireAny, module, path, '');
  return module.exports;
}

function read(path) {
  try {
    return readFileSync(path);
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
