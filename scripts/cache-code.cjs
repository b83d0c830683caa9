/**
 * `node cache-code.cjs FILE RUNS`: runs vk in this process, once for each list of arguments in the JSON
 * RUNS, then writes V8's code cache of `dist/cli/FILE.cjs` beside it. What ran is in the cache, and all
 * else is compiled when it is used. Calls are answered here too. Loads as bin/vk.js does, because V8
 * takes a cache only for a script that is wrapped in the same way.
 */
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const path = require('node:path');
const { Script } = require('node:vm');

const [file = '', json = ''] = process.argv.slice(2);
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
  const compiled = new Script(readFileSync(name, 'utf8'), { filename: name });
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

/** @param {string} baseUrl where `vk call` is answered */
async function runAll(baseUrl) {
  /** @type {{ args: string[], env?: Record<string, string> }[]} */
  const runs = JSON.parse(json);
  const inherited = process.env;
  for (const { args, env } of runs) {
    process.argv = ['node', 'vk', ...args];
    process.env = { ...inherited, ...env, VK_BASE_URL: baseUrl };
    await load(path.join(cli, 'vk.cjs')).main?.(cli);
  }
}

const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end('{"success":true}');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  void runAll(`http://127.0.0.1:${port}/api/v1`).finally(() => server.close());
});
