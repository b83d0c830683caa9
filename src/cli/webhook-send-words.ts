import { VkError } from '../core/error.js';
import { checkedHeader, type Header } from '../core/headers.js';
import type { WebhookDefinition } from '../core/provider.js';
import type { Words } from './words.js';

const MOST_TIMES = 100_000;

/** @throws VkError `usage` */
export function readTimes(text: string): number {
  const times = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (times < 1 || times > MOST_TIMES) {
    throw new VkError(
      'usage',
      `--times ${JSON.stringify(text)} is no number of deliveries`,
      `Write a whole number from 1 to ${MOST_TIMES}.`,
    );
  }
  return times;
}

/**
 * Refuses what contradicts the rest of the words.
 *
 * @throws VkError `usage`
 */
export function refuseWithSuite(words: Words): void {
  const hasData = words.text('data') !== undefined;
  const isSuite = words.has('suite');
  const pairs: readonly [boolean, string][] = [
    [hasData && words.text('event') !== undefined, '--data and --event'],
    [hasData && words.list('set') !== undefined, '--data and --set'],
    [isSuite && words.list('break') !== undefined, '--suite and --break'],
    [isSuite && words.text('times') !== '1', '--suite and --times'],
    [isSuite && words.text('interval') !== undefined, '--suite and --interval'],
  ];
  const [, names] = pairs.find(([isGiven]) => isGiven) ?? [];
  if (names !== undefined) {
    throw new VkError('usage', `${names} do not go together`, 'Leave one of them out.');
  }
  if (!isSuite && words.text('report') !== undefined) {
    throw new VkError('usage', '--report is for a suite', 'Add --suite, or leave --report out.');
  }
}

/**
 * The headers besides the signature: `Content-Type: application/json`, and those that were given.
 *
 * @throws VkError `bad-header` for a line that is none, or a header that vk sets
 */
export function readExtraHeaders(
  words: Words,
  { signatureHeader, timestampHeader }: WebhookDefinition,
): readonly Header[] {
  const given = (words.list('header') ?? []).map(readHeader);
  const own = new Set(
    [signatureHeader, timestampHeader ?? '', ...FRAMING].map((name) => name.toLowerCase()),
  );
  const taken = given.find(([name]) => own.has(name.toLowerCase()));
  if (taken !== undefined) {
    throw new VkError(
      'bad-header',
      `${taken[0]} is set by vk: another value would not match the webhook that is sent`,
      'Leave it out; --break sends wrong signatures and timestamps.',
    );
  }
  const hasType = given.some(([name]) => name.toLowerCase() === 'content-type');
  return [...(hasType ? [] : [['Content-Type', 'application/json'] as const]), ...given];
}

const FRAMING = ['Host', 'Content-Length', 'Transfer-Encoding', 'Connection'];

function readHeader(line: string): Header {
  const [, name, value] = /^([^:]+):(.*)$/s.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw new VkError(
      'bad-header',
      `--header ${JSON.stringify(line)} is no header`,
      "Write it as 'Name: value'.",
    );
  }
  return checkedHeader(name, value.trim());
}
