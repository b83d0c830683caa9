/**
 * Writes a log of deliveries: `node bench/deliveries.mjs COUNT FILE [--large]`. Each line is as `vk webhook
 * listen` records it, and has about 500 bytes; a large one has a body of about 500 bytes. One in a thousand does not verify: its body was indented,
 * a line break was added, it came too late, or the line is broken.
 */
import { createHmac } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The secret that signs them. */
export const SECRET = 'a-secret-of-the-bench';

const STARTED_MS = Date.parse('2026-01-02T03:04:05.000Z');
const BATCH = 2000;

/**
 * @param {number} count
 * @param {string} path
 * @param {boolean} isLarge
 */
export function writeDeliveries(count, path, isLarge) {
  const file = openSync(path, 'w');
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first);
    writeSync(
      file,
      Array.from({ length: size }, (_, index) => line(first + index, isLarge)).join(''),
    );
  }
  closeSync(file);
}

/**
 * @param {number} index
 * @param {boolean} isLarge
 */
function line(index, isLarge) {
  if (index % 4000 === 3999) {
    return `{"id":"wh_${index}",\n`;
  }
  const signedMs = STARTED_MS + index * 250;
  const timestamp = new Date(signedMs).toISOString();
  const body = JSON.stringify({
    event: 'transaction.successful',
    id: `evt_${index}`,
    created_at: timestamp,
    data: isLarge ? transaction(index) : brief(index),
  });
  const record = {
    id: `wh_${index}`,
    time: new Date(signedMs + (index % 4000 === 2999 ? 900_000 : 120)).toISOString(),
    provider: 'kamiokash',
    method: 'POST',
    target: '/hooks',
    headers: [
      ['Host', 'localhost:8800'],
      ['Content-Type', 'application/json'],
      ['X-Timestamp', timestamp],
      [
        'X-Kamio-Signature',
        createHmac('sha256', SECRET)
          .update(timestamp + body)
          .digest('hex'),
      ],
    ],
    body: damaged(body, index),
  };
  return `${JSON.stringify(record)}\n`;
}

/**
 * @param {string} body
 * @param {number} index
 */
function damaged(body, index) {
  if (index % 4000 === 999) {
    return JSON.stringify(JSON.parse(body), null, 2);
  }
  return index % 4000 === 1999 ? `${body}\n` : body;
}

/** @param {number} index */
function brief(index) {
  return { member: `mem_${index % 9999}`, note: 'Café "Madras"', amount: (index % 5000) + 0.5 };
}

/** @param {number} index */
function transaction(index) {
  return {
    transaction_id: `txn_${index * 7919}`,
    member: { id: `mem_${index % 9999}`, name: 'Asha Rao', email: 'asha.rao@example.com' },
    wallet: { id: `wal_${index % 9999}`, currency: 'INR', balance: '15420.50' },
    amount: (index % 5000) + 0.5,
    note: 'Purchase at "Café Madras"',
    items: [
      { sku: 'KK-1001', name: 'Filter coffee', quantity: 2, price: '120.00' },
      { sku: 'KK-2002', name: 'Masala dosa', quantity: 1, price: '180.00' },
    ],
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeDeliveries(
    Number(process.argv[2]),
    process.argv[3] ?? 'deliveries.jsonl',
    process.argv.includes('--large'),
  );
}
