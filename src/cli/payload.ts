import { pastedHeader } from '../app/paste/pasted-request.js';
import { parseRecords, type WebhookRecord } from '../app/webhook-log.js';
import { utf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import type { Header } from '../core/headers.js';
import type { Context, OptionSpec } from './command.js';
import { readPastedWithNotes } from './prepare.js';
import { renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';
import type { Words } from './words.js';

/** Where a payload is. */
export interface PayloadSource {
  readonly kind: 'file' | 'data' | 'curl' | 'http' | 'har' | 'record' | 'editor' | 'terminal';
  /** A path, `-` for standard input, the payload itself, or a curl command. */
  readonly value: string;
  readonly entry?: number;
}

/** A payload with what came with it. */
export interface Payload {
  readonly body: Uint8Array;
  readonly headers: readonly Header[];
  /** When it arrived, in milliseconds since 1970, where that was recorded. */
  readonly receivedMs?: number;
  /** Whose webhook it is, where that was recorded. */
  readonly provider?: string;
}

export const DATA_OPTION: OptionSpec = {
  flags: '-d, --data <text>',
  summary: 'the payload itself, byte for byte',
};

export const EDITOR_OPTION: OptionSpec = {
  flags: '-e, --editor',
  summary: 'write or paste the payload in $VISUAL or $EDITOR',
};

/** Whole deliveries. */
export const DELIVERY_OPTIONS: readonly OptionSpec[] = [
  { flags: '--curl <command>', summary: 'a curl command; - for standard input' },
  { flags: '--http <file>', summary: 'a raw HTTP request; - for standard input' },
  { flags: '--har <file>', summary: 'a HAR file' },
  { flags: '--record <file>', summary: "a line of vk webhook listen's log; - for standard input" },
  { flags: '--entry <number>', summary: 'which one in the HAR file or the log, from 1' },
];

/** @throws VkError `usage` where there is more than one, or a number that is none */
export function readPayloadSource(words: Words): PayloadSource {
  const [file] = words.args;
  const given = [
    ...(file === undefined ? [] : [{ kind: 'file', value: file } as const]),
    ...(['data', 'curl', 'http', 'har', 'record'] as const).flatMap((kind) => {
      const value = words.text(kind);
      return value === undefined ? [] : [{ kind, value }];
    }),
    ...(words.has('editor') ? [{ kind: 'editor', value: '' } as const] : []),
  ];
  const [source, second] = given;
  if (source !== undefined && second !== undefined) {
    throw new VkError(
      'usage',
      `the payload is given twice: ${nameOf(source)} and ${nameOf(second)}`,
      'Use one of them.',
    );
  }
  const entry = readEntry(words, source?.kind);
  return { ...(source ?? { kind: 'terminal', value: '-' }), ...(entry !== undefined && { entry }) };
}

function nameOf({ kind }: PayloadSource): string {
  return kind === 'file' ? 'as a file' : `by --${kind}`;
}

function readEntry(words: Words, kind: PayloadSource['kind'] | undefined): number | undefined {
  const entry = words.text('entry');
  if (entry === undefined) {
    return undefined;
  }
  if ((kind !== 'har' && kind !== 'record') || !/^[1-9]\d{0,8}$/.test(entry)) {
    throw new VkError(
      'usage',
      `--entry ${JSON.stringify(entry)} is not the number of an entry of a HAR file or a log`,
      'Write --har FILE --entry 1 for the first entry.',
    );
  }
  return Number(entry);
}

/** Reads `Name: value`. @throws VkError `bad-header` */
export function parseHeaderFlag(text: string): Header {
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw new VkError(
      'bad-header',
      '-H has a header without a name and a colon',
      "Write it as -H 'X-Signature: 4f8a…'.",
    );
  }
  return pastedHeader(text.slice(0, colon), text.slice(colon + 1));
}

/**
 * Reads a payload, byte for byte. Standard input is read where that is asked for, or where a person
 * can paste.
 *
 * @throws VkError `missing-value` where there is no payload
 */
export async function readPayload(source: PayloadSource, context: Context): Promise<Payload> {
  const { kind, value, entry } = source;
  const { files } = context.deps;
  switch (kind) {
    case 'data':
      return { body: utf8(value), headers: [] };
    case 'file':
      return { body: value === '-' ? await files.readStdin() : files.read(value), headers: [] };
    case 'terminal':
      return { body: await readTyped(context), headers: [] };
    case 'editor':
      return { body: await readEdited(context), headers: [] };
    case 'record':
      return payloadOfRecord(value === '-' ? await files.readStdin() : files.read(value), entry);
    default: {
      const paste = { kind, value, ...(entry !== undefined && { entry }) };
      const { body, headers } = await readPastedWithNotes(paste, context);
      return { body, headers };
    }
  }
}

async function readTyped({ terminal, deps }: Context): Promise<Uint8Array> {
  if (!terminal.isInteractive) {
    throw new VkError(
      'missing-value',
      'there is no payload',
      'Name a file, - for standard input, --data TEXT, --curl COMMAND, --http FILE, --har FILE or --record FILE.',
    );
  }
  const palette = await paletteFor(terminal.stderr);
  const invitation = renderNote('paste the payload, then press Ctrl-D', palette);
  return withoutLastBreak(await (await deps.typing()).paste(invitation));
}

async function readEdited({ terminal, deps }: Context): Promise<Uint8Array> {
  if (!terminal.isInteractive) {
    throw new VkError(
      'usage',
      '--editor needs a terminal',
      'Name a file, or - for standard input.',
    );
  }
  return withoutLastBreak(await (await deps.typing()).edit());
}

/** The Enter that ends a paste is no part of it, nor is the line break that editors add. */
function withoutLastBreak(typed: Uint8Array): Uint8Array {
  return typed.at(-1) === LF ? typed.subarray(0, -1) : typed;
}

const LF = 0x0a;

function payloadOfRecord(log: Uint8Array, entry: number | undefined): Payload {
  const record = pickRecord(parseRecords(log), entry);
  const { body, headers, timeMs, provider } = record;
  return { body, headers, receivedMs: timeMs, provider };
}

function pickRecord(records: readonly WebhookRecord[], entry: number | undefined): WebhookRecord {
  const record = records[entry === undefined ? 0 : entry - 1];
  if (record === undefined || (entry === undefined && records.length > 1)) {
    throw new VkError(
      'usage',
      records.length === 0
        ? 'there is no recorded webhook in it'
        : `the log has ${records.length} webhooks${record === undefined ? `, and no number ${entry ?? 1}` : ''}`,
      records.length === 0
        ? 'Give a line as vk webhook listen --log writes it.'
        : 'Choose one with --entry N, counted from 1.',
    );
  }
  return record;
}
