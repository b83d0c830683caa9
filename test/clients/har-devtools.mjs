// Opens a HAR in the network panel of Chromium's developer tools, as its button "Import HAR file" does, and
// prints what the panel's log has then, as JSON: node har-devtools.mjs CHROMIUM FOLDER FILE
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'undici';

const [chromium = '', folder = '', file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
/** @param {string} har */
const importHar = (har) => `(async () => {
  const { NetworkPanel } = await import('./panels/network/network.js');
  const { networkLogView } = NetworkPanel.NetworkPanel.instance();
  await networkLogView.onLoadFromFile(new File([${JSON.stringify(har)}], 'calls.har'));
})()`;

const LIST_REQUESTS = `(async () => {
  const { NetworkLog } = await import('./models/logs/logs.js');
  return NetworkLog.NetworkLog.instance().requests().map((request) => ({
    method: request.requestMethod,
    url: request.url(),
    status: request.statusCode,
    startedMs: request.startTime * 1000,
    ms: request.duration * 1000,
    type: request.resourceType().name(),
    requestHeaders: request.requestHeaders().length,
    answerHeaders: request.responseHeaders.length,
    answerBytes: request.resourceSize,
  }));
})()`;

const browser = spawn(
  chromium,
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--remote-debugging-port=0',
    '--remote-allow-origins=*',
    `--user-data-dir=${folder}`,
    'about:blank',
  ],
  { stdio: ['ignore', 'ignore', 'pipe'] },
);
try {
  const host = await debuggingHost(browser.stderr);
  const [page] = await asked(`http://${host}/json/list`);
  const tools = `http://${host}/devtools/devtools_app.html?ws=${host}/devtools/page/${page?.id}`;
  const [opened] = await asked(`http://${host}/json/new?${tools}`, 'PUT');
  const evaluate = await connect(opened?.webSocketDebuggerUrl ?? '');
  await until(() =>
    evaluate(`location.href.includes('devtools_app') && !!document.querySelector('.tabbed-pane')`),
  );
  const entries = JSON.parse(text).log.entries.length;
  await evaluate(importHar(text));
  await until(async () => (await evaluate(LIST_REQUESTS)).length >= entries);
  process.stdout.write(`${JSON.stringify(await evaluate(LIST_REQUESTS))}\n`);
} finally {
  browser.kill('SIGKILL');
}

/**
 * What the browser says of its pages.
 *
 * @param {string} url
 * @returns {Promise<{ readonly id: string, readonly webSocketDebuggerUrl: string }[]>}
 */
async function asked(url, method = 'GET') {
  const answer = await fetch(url, { method });
  return [JSON.parse(await answer.text())].flat();
}

/** @param {import('node:stream').Readable} stderr */
async function debuggingHost(stderr) {
  let said = '';
  for await (const piece of stderr) {
    said += String(piece);
    const [, host] = /listening on ws:\/\/([\d.:]+)\//.exec(said) ?? [];
    if (host !== undefined) {
      stderr.resume();
      return host;
    }
  }
  throw new Error(`chromium has ended: ${said}`);
}

/**
 * Gives what evaluates an expression in a page.
 *
 * @param {string} url
 */
async function connect(url) {
  const socket = new WebSocket(url);
  const waiting = new Map();
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(data);
    waiting.get(id)?.(error ?? result);
    waiting.delete(id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let number = 0;
  return async (/** @type {string} */ expression) => {
    number += 1;
    const id = number;
    const params = { expression, awaitPromise: true, returnByValue: true };
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    const answer = await new Promise((resolve) => waiting.set(id, resolve));
    if (answer.exceptionDetails !== undefined) {
      throw new Error(JSON.stringify(answer.exceptionDetails));
    }
    return answer.result?.value;
  };
}

/** @param {() => Promise<boolean>} isSo */
async function until(isSo) {
  for (let round = 0; !(await isSo()); round += 1) {
    if (round === 200) {
      throw new Error('the developer tools take too long');
    }
    await pause(100);
  }
}
