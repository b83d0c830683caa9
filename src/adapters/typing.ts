import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform, stdin } from 'node:process';
import type { TypingPort } from '../app/ports.js';
import { VkError } from '../core/error.js';
import type { Environment } from './run-program.js';

/**
 * A person at this process's terminal.
 *
 * @param echo shows what is typed
 * @param editor the command of the user's editor, which may have arguments
 * @param env the editor's environment; this process's own where it is left out
 */
export function terminalTyping(
  echo: (data: string | Uint8Array) => void,
  editor?: string,
  env?: Environment,
): TypingPort {
  return {
    paste: (invitation) => readPasted(stdin, echo, invitation),
    edit: () => Promise.resolve(editText(editor ?? (platform === 'win32' ? 'notepad' : 'vi'), env)),
  };
}

/** The part of node:tty's ReadStream that is used. */
interface TypedInput extends NodeJS.EventEmitter {
  readonly setRawMode: (isRaw: boolean) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
}

/** The terminal's own editing of lines is off: it would cut them at 4,095 bytes. */
async function readPasted(
  input: TypedInput,
  echo: (data: string | Uint8Array) => void,
  invitation: string,
): Promise<Uint8Array> {
  const typed: number[] = [];
  // Before anybody is invited: what came earlier would still be taken as lines.
  input.setRawMode(true);
  echo(invitation);
  try {
    await new Promise<void>((resolve, reject) => {
      input.on('data', (chunk: Uint8Array) => {
        const end = chunk.findIndex((byte) => byte === CTRL_C || byte === CTRL_D);
        const shown = [...chunk.subarray(0, end === -1 ? chunk.length : end)];
        echo(Buffer.concat(shown.map((byte) => take(byte, typed))));
        if (chunk[end] === CTRL_C) {
          reject(new VkError('cancelled', 'interrupted', 'Nothing was done.'));
        } else if (chunk[end] === CTRL_D) {
          resolve();
        }
      });
      input.on('error', reject).on('end', resolve);
      input.resume();
    });
  } finally {
    input.setRawMode(false);
    for (const event of ['data', 'error', 'end']) {
      input.removeAllListeners(event);
    }
    input.pause();
    echo(NEW_LINE);
  }
  return Uint8Array.from(typed);
}

const CTRL_C = 0x03;
const CTRL_D = 0x04;
const BACKSPACE = 0x08;
const DELETE = 0x7f;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

/** Adds what a key sends, or takes the last character away; returns what shows it. */
function take(byte: number, typed: number[]): Uint8Array {
  if (byte === BACKSPACE || byte === DELETE) {
    return takeBack(typed);
  }
  if (byte === CR || byte === LF) {
    typed.push(LF);
    return NEW_LINE;
  }
  typed.push(byte);
  // As the terminal itself shows a control character: ^[ for an escape.
  return byte < 0x20 && byte !== TAB ? Uint8Array.of(0x5e, byte + 0x40) : Uint8Array.of(byte);
}

/** A line that was ended stays. */
function takeBack(typed: number[]): Uint8Array {
  if (typed.length === 0 || typed.at(-1) === LF) {
    return new Uint8Array();
  }
  while (isContinuation(typed.at(-1) ?? 0)) {
    typed.pop();
  }
  typed.pop();
  return Uint8Array.of(BACKSPACE, 0x20, BACKSPACE);
}

/** A further byte of a character in UTF-8. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The terminal still adds the CR itself. */
const NEW_LINE = Uint8Array.of(LF);

/** In a folder that is its owner's own, and gone afterwards. */
function editText(editor: string, env?: Environment): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'vk-'));
  const path = join(folder, 'payload.json');
  try {
    writeFileSync(path, '', { mode: 0o600 });
    const { status, error } =
      platform === 'win32'
        ? spawnSync(`${editor} "${path}"`, { stdio: 'inherit', shell: true, env })
        : spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit', env });
    if (error !== undefined || status !== 0) {
      throw new VkError(
        'file',
        `the editor ${JSON.stringify(editor)} has failed`,
        'Set VISUAL or EDITOR to one that works, or name a file.',
      );
    }
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
