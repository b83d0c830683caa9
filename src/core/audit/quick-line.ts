import { hash } from 'node:crypto';
import { utf8 } from '../bytes.js';
import { BLOCK_BYTES } from '../diagnose/construction.js';
import type { DigestAlgorithm } from '../provider.js';
import { checkFreshness } from '../timestamp.js';
import { readTime } from './delivery.js';
import {
  NONE,
  readList,
  readObject,
  readPair,
  skipPlainString,
  skipSpace,
  skipValue,
} from './json-bytes.js';
import { padsOf } from './pads.js';
import type { AuditTask } from './task.js';
import { unescapeString, type Unescaped } from './unescape.js';

/** A line that is verified. */
export interface QuickVerdict {
  /** Which of the secrets it was, counted from 0. */
  readonly secret: number;
  readonly isAgeless: boolean;
}

/**
 * Makes what recognises lines that are verified, in the usual form: members that are not nested,
 * headers as pairs or as an object. It makes no text of the line and no value of its JSON, which is
 * where the time goes otherwise. Whatever it does not recognise is read again in the usual way, so it
 * says yes or nothing. The bytes have to be UTF-8.
 *
 * @returns undefined where the fields or the scheme have no usual form
 */
export function openQuickLine(
  task: AuditTask,
): ((bytes: Buffer, start: number, end: number) => QuickVerdict | undefined) | undefined {
  const { definition, fields, secrets, toleranceSeconds, atMs = Number.NaN } = task;
  const { scheme, signatureHeader, timestampHeader } = definition;
  const rule = scheme.timestamp && {
    ...scheme.timestamp,
    toleranceSeconds: toleranceSeconds ?? scheme.timestamp.toleranceSeconds,
  };
  const names = Object.values(fields);
  const [first, second] = scheme.parts;
  const isUsual =
    secrets.every((secret) => secret.length > 0) &&
    (rule === undefined || timestampHeader !== undefined || fields.timestamp !== undefined) &&
    names.every((name) => !name.includes('.')) &&
    new Set(names).size === names.length &&
    scheme.parts.length <= 2 &&
    scheme.parts.includes('body') &&
    (second === undefined || (rule !== undefined && scheme.parts.includes('timestamp')));
  if (!isUsual) {
    return undefined;
  }

  const bodyName = utf8(fields.body);
  const headersName = utf8(fields.headers);
  const timeName = utf8(fields.time);
  const signatureName = fields.signature === undefined ? undefined : utf8(fields.signature);
  const stampName = fields.timestamp === undefined ? undefined : utf8(fields.timestamp);
  const signatureHeaderName = utf8(signatureHeader.toLowerCase());
  const stampHeaderName = utf8(timestampHeader?.toLowerCase() ?? '');
  const separator = utf8(scheme.separator);
  const algorithm: DigestAlgorithm = scheme.algorithm;
  const block = BLOCK_BYTES[algorithm];
  const keys = secrets.map((secret) => padsOf(algorithm, secret));

  /** The body begins here, so that a key and a timestamp have room before it. */
  const base = 1024;
  let room = Buffer.alloc(64 * 1024);
  const body: Unescaped = { at: 0, to: 0 };
  const pair = { nameEnd: 0, valueStart: 0 };
  let line: Buffer = room;
  let lineEnd = 0;
  /** Where the signature's and the timestamp's values begin, at their quotes; NONE for none. */
  let signatureAt = NONE;
  let stampAt = NONE;
  let timeAt = NONE;

  function onMember(nameStart: number, nameEnd: number, valueStart: number): number {
    if (isName(line, nameStart, nameEnd, bodyName)) {
      body.to = base;
      return unescapeString(line, valueStart, lineEnd, room, body) ? body.at : NONE;
    }
    if (isName(line, nameStart, nameEnd, headersName)) {
      signatureAt = signatureName === undefined ? NONE : signatureAt;
      stampAt = stampName === undefined ? NONE : stampAt;
      return line[valueStart] === OPEN_BRACKET
        ? readList(line, valueStart, lineEnd, onPair)
        : readObject(line, valueStart, lineEnd, onHeader);
    }
    if (isName(line, nameStart, nameEnd, timeName)) {
      timeAt = valueStart;
      return skipPlainString(line, valueStart, lineEnd);
    }
    if (signatureName !== undefined && isName(line, nameStart, nameEnd, signatureName)) {
      signatureAt = valueStart;
      return skipPlainString(line, valueStart, lineEnd);
    }
    if (stampName !== undefined && isName(line, nameStart, nameEnd, stampName)) {
      stampAt = valueStart;
      return skipPlainString(line, valueStart, lineEnd);
    }
    return skipValue(line, valueStart, lineEnd);
  }

  function onPair(start: number): number {
    const pairEnd = readPair(line, start, lineEnd, pair);
    return pairEnd === NONE || !noteHeader(start + 2, pair.nameEnd - 1, pair.valueStart)
      ? NONE
      : pairEnd;
  }

  function onHeader(nameStart: number, nameEnd: number, valueStart: number): number {
    return noteHeader(nameStart, nameEnd, valueStart) ? skipValue(line, valueStart, lineEnd) : NONE;
  }

  /** Of several values, somebody else has to choose. */
  function noteHeader(nameStart: number, nameEnd: number, valueStart: number): boolean {
    if (
      signatureName === undefined &&
      isHeaderName(line, nameStart, nameEnd, signatureHeaderName)
    ) {
      const isFirst = signatureAt === NONE;
      signatureAt = valueStart;
      return isFirst;
    }
    if (
      rule !== undefined &&
      stampName === undefined &&
      isHeaderName(line, nameStart, nameEnd, stampHeaderName)
    ) {
      const isFirst = stampAt === NONE;
      stampAt = valueStart;
      return isFirst;
    }
    return true;
  }

  /** The text of a string without escapes; undefined where it has some, or is none. */
  function textAt(start: number): string | undefined {
    const end = start === NONE ? NONE : skipPlainString(line, start, lineEnd);
    return end === NONE ? undefined : line.toString('latin1', start + 1, end - 1);
  }

  /** Puts the other parts around the body; returns where the message begins, and moves its end. */
  function surround(timestamp: string): number {
    if (second === undefined) {
      return base;
    }
    if (first === 'body') {
      room.set(separator, body.to);
      body.to += separator.length;
      body.to += room.write(timestamp, body.to, 'latin1');
      return base;
    }
    room.set(separator, base - separator.length);
    const start = base - separator.length - timestamp.length;
    room.write(timestamp, start, 'latin1');
    return start;
  }

  function whichSecret(signature: string, start: number): number {
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      if (key !== undefined) {
        room.set(key.inner, start - block);
        const digest = hash(algorithm, room.subarray(start - block, body.to), 'binary');
        key.outer.write(digest, block, 'latin1');
        if (hash(algorithm, key.outer, scheme.encoding) === signature) {
          return index;
        }
      }
    }
    return NONE;
  }

  return (bytes, start, end) => {
    // A message has at most the line's bytes: no escape is shorter than what it stands for.
    const most = 2 * base + end - start;
    room = room.length < most ? Buffer.alloc(2 * most) : room;
    line = bytes;
    lineEnd = end;
    body.to = NONE;
    signatureAt = NONE;
    stampAt = NONE;
    timeAt = NONE;
    const close = readObject(bytes, skipSpace(bytes, start, end), end, onMember);
    if (close === NONE || skipSpace(bytes, close, end) !== end || body.to === NONE) {
      return undefined;
    }
    const signature = textAt(signatureAt);
    const timestamp = rule === undefined ? '' : textAt(stampAt);
    if (
      signature === undefined ||
      timestamp === undefined ||
      (rule !== undefined && timestamp === '') ||
      timestamp.length + separator.length > LONGEST_TIMESTAMP
    ) {
      return undefined;
    }
    const secret = whichSecret(signature, surround(timestamp));
    if (secret === NONE) {
      return undefined;
    }
    const nowMs = (timeAt === NONE ? undefined : readTime(textAt(timeAt))) ?? atMs;
    return rule !== undefined && checkFreshness(timestamp, rule, nowMs) !== 'fresh'
      ? undefined
      : { secret, isAgeless: Number.isNaN(nowMs) };
  };
}

const OPEN_BRACKET = 0x5b;
const LONGEST_TIMESTAMP = 512;

function isName(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) {
    return false;
  }
  for (let index = 0; index < name.length; index += 1) {
    if (bytes[start + index] !== name[index]) {
      return false;
    }
  }
  return true;
}

/** @param lower in lower case */
function isHeaderName(bytes: Uint8Array, start: number, end: number, lower: Uint8Array): boolean {
  if (end - start !== lower.length) {
    return false;
  }
  for (let index = 0; index < lower.length; index += 1) {
    const byte = bytes[start + index] ?? 0;
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== lower[index]) {
      return false;
    }
  }
  return true;
}
