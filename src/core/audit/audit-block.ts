import { utf8 } from '../bytes.js';
import { decodeLine, openReader, type Delivery } from './delivery.js';
import type { AuditReason, AuditTask, BlockResult, FailedLine, FailedSample } from './task.js';
import { openQuickLine } from './quick-line.js';
import { openVerifier } from './verifier.js';

/**
 * Makes what audits blocks of whole lines; only the last line of a log may lack its line feed.
 *
 * @param isUtf8 node's own check, which is many times faster than to decode
 * @returns a function of the bytes of a block, and of whether it is the log's first, which a byte
 *   order mark may begin
 */
export function openAuditor(
  task: AuditTask,
  isUtf8: (bytes: Uint8Array) => boolean,
): (bytes: Uint8Array, isFirst: boolean) => BlockResult {
  const read = openReader(task);
  const verify = openVerifier(task);
  const recognise = openQuickLine(task);
  const { atMs = Number.NaN, namesAll } = task;

  return (bytes, isFirst) => {
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // A line feed is no part of another character: where the block is UTF-8, each of its lines is.
    const isSound = isUtf8(block);
    const notes = openNotes(task.secrets.length, namesAll);
    let start = isFirst && isMarked(block) ? MARK.length : 0;
    let line = 0;
    while (start < block.length) {
      const found = block.indexOf(LINE_FEED, start);
      const end = found === -1 ? block.length : found;
      line += 1;
      if (!isBlank(block, start, end)) {
        const quick = isSound ? recognise?.(block, start, end) : undefined;
        if (quick === undefined) {
          auditLine(decodeLine(block, start, end), line, notes);
        } else {
          notes.pass(quick.secret, quick.isAgeless);
        }
      }
      start = end + 1;
    }
    return notes.result(line);
  };

  function auditLine(text: string | undefined, line: number, notes: Notes): void {
    const delivery = text === undefined ? 'not-utf8' : read(text);
    if (typeof delivery === 'string') {
      notes.fail(delivery, line, undefined);
      return;
    }
    const nowMs = delivery.receivedMs ?? atMs;
    const { reason, secret } = verify(delivery, nowMs);
    if (reason === 'ok') {
      notes.pass(secret ?? 0, Number.isNaN(nowMs));
    } else {
      notes.fail(reason, line, delivery);
    }
  }
}

const LINE_FEED = 0x0a;
/** A byte order mark in UTF-8. */
const MARK = [0xef, 0xbb, 0xbf] as const;

function isMarked(block: Uint8Array): boolean {
  return MARK.every((byte, index) => block[index] === byte);
}

/** Spaces, tabs and the carriage return of a CR LF. */
function isBlank(block: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const byte = block[index];
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) {
      return false;
    }
  }
  return true;
}

interface Notes {
  readonly pass: (secret: number, isAgeless: boolean) => void;
  /** @param delivery absent where the line is broken */
  readonly fail: (reason: AuditReason, line: number, delivery: Delivery | undefined) => void;
  readonly result: (lines: number) => BlockResult;
}

function openNotes(secrets: number, namesAll: boolean): Notes {
  const counts = new Map<AuditReason, number>();
  const bySecret = Array.from({ length: secrets }, () => 0);
  const failed: FailedLine[] = [];
  const samples: FailedSample[] = [];
  let passed = 0;
  let ageless = 0;
  let sampledBytes = 0;

  function sample(failure: FailedLine, { body, signatures, timestamp }: Delivery): void {
    const [signature] = signatures;
    if (
      signature === undefined ||
      !EXPLAINABLE.has(failure.reason) ||
      samples.length >= MOST_SAMPLES ||
      sampledBytes + body.length > MOST_SAMPLED_BYTES
    ) {
      return;
    }
    sampledBytes += body.length;
    const bytes = typeof body === 'string' ? utf8(body) : Uint8Array.from(body);
    samples.push({ ...failure, body: bytes, signature, timestamp });
  }

  return {
    pass: (secret, isAgeless) => {
      passed += 1;
      bySecret[secret] = (bySecret[secret] ?? 0) + 1;
      ageless += isAgeless ? 1 : 0;
    },
    fail: (reason, line, delivery) => {
      const count = counts.get(reason) ?? 0;
      counts.set(reason, count + 1);
      const id = delivery?.id;
      const failure = { line, reason, ...(id !== undefined && { id }) };
      if (namesAll || count < MOST_NAMED) {
        failed.push(failure);
      }
      if (delivery !== undefined) {
        sample(failure, delivery);
      }
    },
    result: (lines) => {
      if (passed > 0) {
        counts.set('ok', passed);
      }
      return { lines, counts, bySecret, ageless, failed, samples };
    },
  };
}

/** What another secret, another serialisation or another encoding would explain. */
const EXPLAINABLE: ReadonlySet<AuditReason> = new Set(['mismatch', 'bad-encoding']);
/** Of one block and reason, where not all are named. */
const MOST_NAMED = 5;
/** Of one block. */
const MOST_SAMPLES = 64;
const MOST_SAMPLED_BYTES = 256 * 1024;
