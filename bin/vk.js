#!/usr/bin/env node
'use strict';

// The whole start-up path: see bench/ before you add to it. `require` makes an ESM view of every
// built-in module that it loads, and getBuiltinModule does not.
const { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } =
  process.getBuiltinModule('node:fs');
const paths = process.getBuiltinModule('node:path');

const CLI = paths.join(__dirname, '../dist/cli');

let keepsCode = false;

function main() {
  // Nothing is left to do then, and to take the whole heap apart first would cost milliseconds.
  process.once('beforeExit', () => process.exit());
  const [word, ...rest] = process.argv.slice(2);
  if ((word === '--version' || word === '-V') && rest.length === 0) {
    printVersion();
    return;
  }
  keepsCode = keepCode();
  void load(paths.join(CLI, 'vk.cjs')).main(CLI);
}

function printVersion() {
  try {
    writeSync(1, `${require('../package.json').version}\n`);
  } catch (error) {
    // A reader that has gone away is no failure; a full disk is.
    process.exitCode = error.code === 'EPIPE' ? 0 : 2;
  }
}

const loaded = new Map();

/** What `require` does, with V8's code cache. */
function load(path) {
  const present = loaded.get(path);
  if (present !== undefined) {
    return present.exports;
  }
  const module = { exports: {} };
  loaded.set(path, module);
  const requireAny = (id) =>
    id.startsWith('./')
      ? load(paths.join(path, '..', id))
      : (process.getBuiltinModule(id) ?? require(id));
  codeOf(path)(module.exports, requireAny, module);
  return module.exports;
}

/** Each of our files is a function, to `require` and to node:vm alike. */
function codeOf(path) {
  const cache = `${path.slice(0, -'.cjs'.length)}.cache`;
  if (keepsCode || !existsSync(cache)) {
    return require(path);
  }
  const { Script } = process.getBuiltinModule('node:vm');
  // The build sees to it that those with a cache are ASCII, which is read sooner.
  const source = read(path).latin1Slice();
  const script = new Script(source, { filename: path, cachedData: read(cache) });
  return script.runInThisContext();
}

/** Memory that was touched before is read into sooner, and to ask for a size first takes a while. */
const pages = Buffer.allocUnsafeSlow(512 * 1024);

/** The bytes of a file, until the next one is read. */
function read(path) {
  const descriptor = openSync(path);
  try {
    const length = readSync(descriptor, pages);
    return length < pages.length ? pages.subarray(0, length) : readFileSync(path);
  } finally {
    closeSync(descriptor);
  }
}

/** Node from 22 on keeps compiled code by itself; for those before it, the build did. */
function keepCode() {
  // The version says it, because to look into node:module costs those that lack it a millisecond.
  if (Number.parseInt(process.versions.node, 10) < 22) {
    return false;
  }
  const { enableCompileCache } = process.getBuiltinModule('node:module');
  const folder = compileCacheFolder();
  if (folder !== undefined) {
    // Absent from 22.0.
    enableCompileCache?.(folder);
  }
  return true;
}

/** The user's own folder: in the shared temporary one, another user could leave code for us to run. */
function compileCacheFolder() {
  const { NODE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
  const home = homeFolder();
  if (NODE_COMPILE_CACHE || XDG_CACHE_HOME) {
    return NODE_COMPILE_CACHE || paths.join(XDG_CACHE_HOME, 'vk');
  }
  return home && paths.join(home, '.cache', 'vk');
}

function homeFolder() {
  const { homedir } = process.getBuiltinModule('node:os');
  try {
    return homedir();
  } catch {
    // A user who is not in the system's list.
    return undefined;
  }
}

main();
