import { isRecord } from '../core/parsed-json.js';
import type { Change } from './memory.js';
import type { StoredRecord } from './records.js';

/** A change as JSON has it; undefined for whatever else. */
export function parseChange(value: unknown): Change | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const [table, ...rest]: readonly unknown[] = value;
  switch (table) {
    case 'signatures':
    case 'answers':
    case 'events': {
      const [key, text, atMs, lifetimeMs, ...more] = rest;
      return isText(key) && isText(text) && isTime(atMs) && isTime(lifetimeMs) && more.length === 0
        ? [table, key, text, atMs, lifetimeMs]
        : undefined;
    }
    case 'records': {
      const [collection, id, record, ...more] = rest;
      return isText(collection) && isText(id) && isStoredRecord(record) && more.length === 0
        ? [table, collection, id, record]
        : undefined;
    }
    case 'number': {
      const [last, ...more] = rest;
      return isCount(last) && more.length === 0 ? [table, last] : undefined;
    }
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isStoredRecord(value: unknown): value is StoredRecord {
  return isRecord(value) && Object.values(value).every(isText);
}
