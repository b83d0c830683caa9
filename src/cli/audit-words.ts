import { RECORDED_FIELDS, type DeliveryFields } from '../core/audit/task.js';
import { VkError } from '../core/error.js';
import type { OptionGroup } from './command.js';
import { TOLERANCE_OPTION } from './webhook-settings.js';
import type { Words } from './words.js';

/** Where a line of a log keeps what belongs to a delivery. */
export const FIELD_OPTIONS: OptionGroup = {
  heading: 'Members of a line, nested ones joined by dots:',
  options: [
    {
      flags: '--body-field <name>',
      summary: 'the body as text, or <name>Base64 as base64',
      default: RECORDED_FIELDS.body,
    },
    {
      flags: '--headers-field <name>',
      summary: 'the headers: pairs or an object',
      default: RECORDED_FIELDS.headers,
    },
    {
      flags: '--time-field <name>',
      summary: 'when it was received',
      default: RECORDED_FIELDS.time,
    },
    { flags: '--signature-field <name>', summary: 'the signature, instead of its header' },
    { flags: '--timestamp-field <name>', summary: 'the timestamp, instead of its header' },
  ],
};

/** By which time a delivery's age is judged. */
export const TIME_OPTIONS: OptionGroup = {
  heading: 'Time:',
  options: [
    {
      flags: '--at <time>',
      summary: 'when lines were received that do not say; else their age is not judged',
    },
    { ...TOLERANCE_OPTION, summary: 'how far a timestamp may be from that, either way' },
  ],
};

/** Reads {@link FIELD_OPTIONS}. @throws VkError `usage` for a name that names nothing */
export function readFields(words: Words): DeliveryFields {
  const signature = readField(words, 'signature-field');
  const timestamp = readField(words, 'timestamp-field');
  return {
    body: readField(words, 'body-field') ?? RECORDED_FIELDS.body,
    headers: readField(words, 'headers-field') ?? RECORDED_FIELDS.headers,
    time: readField(words, 'time-field') ?? RECORDED_FIELDS.time,
    ...(signature !== undefined && { signature }),
    ...(timestamp !== undefined && { timestamp }),
  };
}

function readField(words: Words, option: string): string | undefined {
  const name = words.text(option);
  if (name?.split('.').includes('') === true) {
    throw new VkError(
      'usage',
      `--${option} ${JSON.stringify(name)} names no member`,
      'Write its name, and dots between those of nested members: request.body.',
    );
  }
  return name;
}

/** Reads how many threads verify; undefined where nobody says. @throws VkError `usage` */
export function readThreads(text: string | undefined): number | undefined {
  if (text !== undefined && !/^(?:[1-9]|[1-5]\d|6[0-4])$/.test(text)) {
    throw new VkError(
      'usage',
      `--jobs ${JSON.stringify(text)} is not a number from 1 to 64`,
      'Leave it out to use every core.',
    );
  }
  return text === undefined ? undefined : Number(text);
}
