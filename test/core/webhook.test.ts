import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes.js';
import { Secret } from '../../src/core/credential.js';
import { webhookHeaders } from '../../src/core/webhook.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';

const SECRET = 'whsec: é';
const NOW = Date.UTC(2026, 0, 27, 9, 23, 6, 658);

const BODIES = ['', '{}', '{"type":"member.new","data":{"name":"Zoë 🙂"}}', ' {"a": 1}\n'];

describe.each(BODIES)('the headers over %j', (text) => {
  const body = utf8(text);

  it('KamioKash: timestamp + body, as its page’s handler expects', () => {
    const timestamp = '2026-01-27T09:23:06.658Z';
    const signature = createHmac('sha256', SECRET)
      .update(timestamp + text)
      .digest('hex');
    expect(webhookHeaders(kamiokash.webhook, Secret.of(SECRET), body, NOW)).toEqual([
      ['X-Timestamp', timestamp],
      ['X-Kamio-Signature', signature],
    ]);
  });

  it('PayIn/PayOut: the raw body', () => {
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    expect(webhookHeaders(payinout.webhook, Secret.of(SECRET), body, NOW)).toEqual([
      ['X-Signature', signature],
    ]);
  });
});
