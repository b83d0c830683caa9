import { createHmac } from 'node:crypto';
import type { AuditTask } from '../../../src/core/audit/task.js';
import { RECORDED_FIELDS } from '../../../src/core/audit/task.js';
import { kamiokash } from '../../../src/providers/kamiokash.js';
import { payinout } from '../../../src/providers/payinout.js';

export const SECRET = 'audit-secret';
export const RECEIVED = '2026-01-02T03:04:05.000Z';

/** What a log is audited with, unless a test says otherwise. */
export function task(change: Partial<AuditTask> = {}): AuditTask {
  return {
    definition: kamiokash.webhook,
    secrets: [Buffer.from(SECRET)],
    fields: RECORDED_FIELDS,
    namesAll: true,
    ...change,
  };
}

export const PAYINOUT: Partial<AuditTask> = { definition: payinout.webhook };

/** KamioKash's signature, by nothing of ours. */
export function sign(body: string | Uint8Array, timestamp = RECEIVED, secret = SECRET): string {
  return createHmac('sha256', secret).update(timestamp).update(body).digest('hex');
}

/** The headers that KamioKash sends with a body. */
export function headersOf(body: string | Uint8Array, timestamp = RECEIVED): [string, string][] {
  return [
    ['Content-Type', 'application/json'],
    ['X-Timestamp', timestamp],
    ['X-Kamio-Signature', sign(body, timestamp)],
  ];
}

/** A delivery that is verified, as it is recorded, with changes. */
export function record(
  change: Readonly<Record<string, unknown>> = {},
  body = '{"event":"member.new","name":"Zo\u00eb \\/ \u20b9"}',
): Record<string, unknown> {
  return { id: 'wh_1', time: RECEIVED, method: 'POST', headers: headersOf(body), body, ...change };
}

export function line(...given: Parameters<typeof record>): string {
  return JSON.stringify(record(...given));
}
