/**
 * Runs the built vk again and again in one process, which saves starting node each time. Each run loads
 * `bin/vk.js` and all that is built anew, with its own arguments, environment and folder, and writes to
 * this process's own standard output and error. It ends when the event loop has nothing left to do, as
 * that of vk does: what would keep vk from ending keeps it from ending here too.
 */
import { writeSync } from 'node:fs';
import { globalAgent } from 'node:http';
import { globalAgent as globalSecureAgent } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** @typedef {{ bin: string, args: string[], env: Record<string, string>, cwd: string, mark: string }} Job */

const require = createRequire(import.meta.url);
const EVENTS = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'exit', 'warning'];
/** `process`, of which the types know each event by itself. @type {import('node:events').EventEmitter} */
const events = process;
const own = new Map(EVENTS.map((event) => [event, new Set(events.rawListeners(event))]));

/** What cannot be had a second time, once a run has used it. */
let isSpent = false;
for (const name of ['stdin', 'stdout', 'stderr']) {
  const property = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, {
    ...property,
    get: () => {
      isSpent = true;
      return property?.get?.call(process);
    },
  });
}

// Whoever asked for runs is gone.
process.on('disconnect', () => process.exit());
process.on('message', (/** @type {Job} */ job) => {
  // From here on, only what vk does keeps this process alive.
  process.channel?.unref();
  prepare(job);
  require(job.bin);
  // vk ends its process there. The listener's place is ours: the same moment, and no end.
  process.removeAllListeners('beforeExit');
  process.once('beforeExit', () => {
    finish(job.mark);
  });
});

/** @param {Job} job */
function prepare({ bin, args, env, cwd }) {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, bin, ...args];
  process.exitCode = undefined;
  const program = join(dirname(bin), '..');
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(join(program, 'bin')) || path.startsWith(join(program, 'dist'))) {
      delete require.cache[path];
    }
  }
}

/** @param {string} mark */
function finish(mark) {
  // A listener that only an end of the process calls, or a stream that is used up: this is the end.
  if (isSpent || process.listenerCount('exit') > (own.get('exit')?.size ?? 0)) {
    process.exit();
  }
  for (const [event, listeners] of own) {
    for (const listener of events.rawListeners(event).filter(isListener)) {
      if (!listeners.has(listener)) {
        events.off(event, listener);
      }
    }
  }
  globalAgent.destroy();
  globalSecureAgent.destroy();
  const exitCode = process.exitCode ?? 0;
  process.exitCode = undefined;
  writeAll(1, mark);
  writeAll(2, mark);
  process.channel?.ref();
  process.send?.(exitCode);
}

/**
 * The types say of a listener only that it is a function.
 *
 * @param {unknown} each
 * @returns {each is (...words: unknown[]) => void}
 */
function isListener(each) {
  return typeof each === 'function';
}

/** @param {1 | 2} fd @param {string} text */
function writeAll(fd, text) {
  for (let rest = Buffer.from(text); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) {
        throw error;
      }
    }
  }
}
