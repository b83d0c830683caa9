import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { conformance, settled, type Case } from './conformance.js';
import { isInstalled, startSandbox } from './vk.js';

/** What a client in Python gets from PayIn/PayOut's sandbox, case by case and in this order. */

const METHOD = 'only POST is accepted';
const ACCEPT = 'Accept must allow application/json or text/plain';
const TYPE = 'Content-Type must be application/json';
const NO_TOKEN = 'X-App-Token is missing';
const NO_TIME = 'X-App-Access-Ts is missing';
const NO_SIGNATURE = 'X-App-Access-Sig is missing';
const UNKNOWN = 'unknown X-App-Token';
const TIME = 'X-App-Access-Ts is too old or too new';
const SIGNATURE = 'X-App-Access-Sig does not match';
const NO_OBJECT = 'the body is not a JSON object';
const AMOUNT = 'amount has to be an amount above 0 with at most two decimals';

const payIn = (id: string, status: string, amount: string, orderId = ''): string =>
  transfer(id, 'PayIn', status, amount, orderId);
const payOut = (id: string, status: string, amount: string, orderId = ''): string =>
  transfer(id, 'PayOut', status, amount, orderId);

function transfer(...[id, type, status, amount, orderId]: readonly string[]): string {
  const order = orderId === '' ? '' : `,"orderId":"${orderId}"`;
  return `"id":"${id}","type":"${type}","status":"${status}","amount":${amount},"currency":"INR"${order},"createdAt":"<time>","updatedAt":"<time>"`;
}

function dispute(id: string, status: string, payInId: string, amount: string): string {
  return `"id":"${id}","status":"${status}","payInId":"${payInId}","amount":${amount},"currency":"INR","reason":"unrecognised_payment","createdAt":"<time>","updatedAt":"<time>"`;
}

function payment(id: string): string {
  return `,"paymentUrl":"https://pay.example/${id}"`;
}

function balance(amount: string): string {
  return `"balance":${amount},"currency":"INR","updatedAt":"<time>"`;
}

function received(id: string, body: Uint8Array | string): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return `"id":"${id}","receivedBytes":${Buffer.byteLength(body)},"receivedSha256":"${digest}"`;
}

/** Counts and totals: of all, and of each status. */
function statistics(all: string, each: Readonly<Record<string, string>>): string {
  const some = ([status, text]: readonly [string, string]): string => `"${status}":{${sum(text)}}`;
  return `{${[sum(all), ...Object.entries(each).map(some)].join(',')}}`;
}

function sum(text: string): string {
  const [count = '', total = ''] = text.split(' ');
  return `"count":${count},"total":${total}`;
}

/** The balance is as good a request as any where only the signature matters. */
const FULL = balance('250000.00');

/** The members of the answer where the request is accepted, the message where it is not. */
const table: readonly (readonly [name: string, status: number, said: string, hint?: RegExp])[] = [
  ['method GET', 405, METHOD],
  ['method HEAD', 405, ''],
  ['method PUT', 405, METHOD],
  ['method PATCH', 405, METHOD],
  ['method DELETE', 405, METHOD],
  ['method OPTIONS', 405, METHOD],
  ['method before all else', 405, METHOD],

  ['content-type charset', 200, FULL],
  ['content-type capitals', 200, FULL],
  ['content-type text', 415, TYPE, /^content-type: send Content-Type: application\/json$/],
  ['content-type form', 415, TYPE, /^content-type: /],
  ['content-type longer', 415, TYPE, /^content-type: /],
  ['content-type empty', 415, TYPE, /^content-type: /],
  ['content-type missing', 415, TYPE, /^content-type: /],
  ['content-type before the token', 415, TYPE, /^content-type: /],
  ['accept missing', 406, ACCEPT, /^accept: send Accept: application\/json, text\/plain$/],
  ['accept anything', 200, FULL],
  ['accept text', 200, FULL],
  ['accept any application', 200, FULL],
  ['accept html', 406, ACCEPT, /^accept: /],
  ['accept longer', 406, ACCEPT, /^accept: /],

  ['nothing wrong', 200, FULL],
  ['names in lower case', 200, FULL],
  ['missing X-App-Token', 401, NO_TOKEN, /^missing-header: X-App-Token /],
  ['empty X-App-Token', 401, NO_TOKEN, /^missing-header: X-App-Token /],
  ['missing X-App-Access-Ts', 401, NO_TIME, /^missing-header: X-App-Access-Ts /],
  ['empty X-App-Access-Ts', 401, NO_TIME, /^missing-header: X-App-Access-Ts /],
  ['missing X-App-Access-Sig', 401, NO_SIGNATURE, /^missing-header: X-App-Access-Sig /],
  ['empty X-App-Access-Sig', 401, NO_SIGNATURE, /^missing-header: X-App-Access-Sig /],
  ['missing all three', 401, NO_TOKEN, /^missing-header: X-App-Token /],
  ['missing the last two', 401, NO_TIME, /^missing-header: X-App-Access-Ts /],
  ['unknown token', 401, UNKNOWN, /^unknown-key: .* payinout_sandbox_demo$/],
  ['token in capitals', 401, UNKNOWN, /^unknown-key: /],
  ['unknown token and no time', 401, UNKNOWN, /^unknown-key: /],

  ['timestamp 290 s old', 200, FULL],
  ['timestamp 290 s ahead', 200, FULL],
  ['timestamp 310 s old', 401, TIME, /^timestamp: .* 5 min behind /],
  ['timestamp 310 s ahead', 401, TIME, /^timestamp: .* 5 min ahead /],
  ['timestamp 1970', 401, TIME, /^timestamp: .* days behind /],
  ['timestamp milliseconds', 401, TIME, /^timestamp: .* is in milliseconds; send Unix seconds$/],
  ['timestamp fraction', 401, TIME, /^timestamp: .* is in seconds with a fraction; /],
  ['timestamp negative', 401, TIME, /^timestamp: /],
  ['timestamp signed', 401, TIME, /^timestamp: /],
  ['timestamp exponent', 401, TIME, /^timestamp: /],
  ['timestamp hexadecimal', 401, TIME, /^timestamp: /],
  ['timestamp ISO 8601', 401, TIME, /^timestamp: .* is ISO 8601; send Unix seconds$/],
  ['timestamp words', 401, TIME, /^timestamp: /],
  ['timestamp many digits', 401, TIME, /^timestamp: /],
  ['timestamp changed', 401, SIGNATURE, cause('timestamp/neighbour')],
  ['timestamp old and unsigned', 401, TIME, /^timestamp: /],

  ['signature of another secret', 401, SIGNATURE, cause('no cause found')],
  ['signature of another email', 401, SIGNATURE, cause('no cause found')],
  ['signature of the email in capitals', 401, SIGNATURE, cause('email/case')],
  ['signature with a separator', 401, SIGNATURE, cause('layout/separator')],
  ['signature in the other order', 401, SIGNATURE, cause('layout/order')],
  ['signature of the time alone', 401, SIGNATURE, cause('layout/part-missing')],
  ['signature of the body', 401, SIGNATURE, cause('layout/other-scheme')],
  ['signature with the body', 401, SIGNATURE, cause('layout/joined-in')],
  ['signature by SHA-1', 401, SIGNATURE, cause('algorithm/other-digest')],
  ['signature in capitals', 401, SIGNATURE, cause('encoding/hex-upper-case')],
  ['signature in base64', 401, SIGNATURE, cause('encoding/base64')],
  ['signature cut', 401, SIGNATURE, cause('encoding/cut-short')],
  ['signature longer', 401, SIGNATURE, cause('no cause found')],
  ['signature of nothing', 401, SIGNATURE, cause('no cause found')],
  ['signature that is none', 401, SIGNATURE, cause('encoding')],
  // No single use is documented, and that the signature covers neither path nor body is.
  ['signature used again', 200, FULL],
  ['signature with another path and body', 200, received('sbx_#1', 'any body')],

  ['payin', 200, payIn('in_#1', 'created', '1000.50', 'A-1') + payment('in_#1')],
  ['payin status', 200, payIn('in_#1', 'completed', '1000.50', 'A-1')],
  ['payin again', 409, 'there already is a PayIn with this orderId: in_#1'],
  ['payin of a text amount', 200, payIn('in_#2', 'created', '0.50') + payment('in_#2')],
  ['payin balance', 200, balance('251001.00')],
  ['payin declined', 200, payIn('in_#3', 'created', '5.01') + payment('in_#3')],
  ['payin declined status', 200, payIn('in_#3', 'declined', '5.01')],
  ['payin pending', 200, payIn('in_#4', 'created', '7.02') + payment('in_#4')],
  ['payin pending status', 200, payIn('in_#4', 'pending', '7.02')],
  ['payin pending balance', 200, balance('251001.00')],
  ['payin complete', 200, payIn('in_#4', 'completed', '7.02')],
  ['payin complete again', 409, 'in_#4 is completed: only what is pending can be completed'],
  ['payin complete balance', 200, balance('251008.02')],
  [
    'payin list',
    200,
    `"payIns":[{${payIn('in_#4', 'completed', '7.02')}},{${payIn('in_#3', 'declined', '5.01')}}]`,
  ],
  // The second is one that the merchant has from the beginning.
  [
    'payin list of a status',
    200,
    `"payIns":[{${payIn('in_#3', 'declined', '5.01')}},{${payIn('in_#5', 'declined', '499.01', 'INV-2025-0043')}}]`,
  ],
  ['payin list of an order', 200, `"payIns":[{${payIn('in_#1', 'completed', '1000.50', 'A-1')}}]`],
  ['payin unknown', 404, 'there is no PayIn with this id'],
  ['payin complete unknown', 404, 'there is no PayIn with this id'],

  ['payout', 200, payOut('out_#1', 'processing', '200.00', 'A-1')],
  ['payout status', 200, payOut('out_#1', 'completed', '200.00', 'A-1')],
  ['payout again', 409, 'there already is a PayOut with this orderId: out_#1'],
  ['payout balance', 200, balance('250808.02')],
  ['payout declined', 200, payOut('out_#2', 'processing', '5.01')],
  ['payout declined status', 200, payOut('out_#2', 'declined', '5.01')],
  ['payout declined balance', 200, balance('250808.02')],
  ['payout processing', 200, payOut('out_#3', 'processing', '7.02')],
  ['payout processing status', 200, payOut('out_#3', 'processing', '7.02')],
  ['payout processing balance', 200, balance('250801.00')],
  ['payout complete', 200, payOut('out_#3', 'completed', '7.02')],
  ['payout complete again', 409, 'out_#3 is completed: only what is processing can be completed'],
  ['payout of too much', 422, 'the balance of 250801.00 is less than 99999999.00'],
  ['payout of too much balance', 200, balance('250801.00')],
  ['payout list', 200, `"payOuts":[{${payOut('out_#3', 'completed', '7.02')}}]`],
  ['payout unknown', 404, 'there is no PayOut with this id'],

  ['payin disputed', 200, payIn('in_#6', 'created', '100.03') + payment('in_#6')],
  ['payin disputed too', 200, payIn('in_#7', 'created', '50.03') + payment('in_#7')],
  [
    'disputes',
    200,
    `"disputes":[{${dispute('dsp_#1', 'open', 'in_#7', '50.03')}},{${dispute('dsp_#2', 'open', 'in_#6', '100.03')}}]`,
  ],
  ['dispute', 200, dispute('dsp_#2', 'open', 'in_#6', '100.03')],
  ['dispute accept', 200, dispute('dsp_#2', 'accepted', 'in_#6', '100.03')],
  ['dispute accept balance', 200, balance('250851.03')],
  ['dispute accept payin', 200, payIn('in_#6', 'refunded', '100.03')],
  [
    'dispute accept again',
    409,
    'dsp_#2 is accepted: only an open dispute can be accepted or contested',
  ],
  ['dispute contest', 200, dispute('dsp_#1', 'contested', 'in_#7', '50.03')],
  ['dispute contest balance', 200, balance('250851.03')],
  [
    'dispute contest then accept',
    409,
    'dsp_#1 is contested: only an open dispute can be accepted or contested',
  ],
  [
    'disputes of a status',
    200,
    `"disputes":[{${dispute('dsp_#1', 'contested', 'in_#7', '50.03')}}]`,
  ],
  ['dispute unknown', 404, 'there is no dispute with this id'],

  [
    'statistics',
    200,
    `"payIn":${statistics('10 50912.88', { completed: '7 50308.83', pending: '0 0.00', declined: '2 504.02', refunded: '1 100.03' })},` +
      `"payOut":${statistics('5 9312.03', { completed: '4 9307.02', processing: '0 0.00', declined: '1 5.01' })}`,
  ],
  [
    'statistics of days',
    200,
    `"payIn":${statistics('3 37249.79', { completed: '2 36750.78', pending: '0 0.00', declined: '1 499.01', refunded: '0 0.00' })},` +
      `"payOut":${statistics('2 9100.00', { completed: '2 9100.00', processing: '0 0.00', declined: '0 0.00' })}`,
  ],
  ['statistics of no day', 422, 'from has to be a day such as 2026-01-31'],

  ['body none', 422, AMOUNT],
  ['body empty object', 422, AMOUNT],
  ['body list', 422, NO_OBJECT],
  ['body cut', 422, NO_OBJECT],
  ['body form', 422, NO_OBJECT],
  ['body not UTF-8', 422, NO_OBJECT],
  ['body amount below 0', 422, AMOUNT],
  ['body amount of three decimals', 422, AMOUNT],
  ['body amount of another currency', 422, 'currency has to be INR, the currency of the balance'],
  ['body id as a number', 422, 'id has to be a string that is not empty'],
  ['body limit of nothing', 422, 'limit has to be a whole number from 1'],
  ['path unknown', 200, received('sbx_#2', Uint8Array.of(0, 255))],
  ['path with a query', 200, balance('250851.03')],
  ['path with a slash at its end', 200, received('sbx_#3', '')],
];

/** The cause where it is found in time; otherwise the hint says that the search goes on. */
function cause(id: string): RegExp {
  return new RegExp(`^(?:${id}\\b|the search goes on; )`);
}

const hasPython = await isInstalled('python3', '--version');

describe.skipIf(!hasPython)('PayIn/PayOut, asked by a client in Python (needs python3)', () => {
  let cases: ReadonlyMap<string, Case>;

  beforeAll(async () => {
    const { server } = await startSandbox(['payinout']);
    cases = settled(await conformance('payinout.py', server));
  }, 60_000);

  it('has these cases and no others', () => {
    expect([...cases.keys()]).toEqual(table.map(([name]) => name));
  });

  it.for(table)('%s: %i', ([name, status, said, hint]) => {
    const body =
      status === 200
        ? `{"success":true,${said}}`
        : JSON.stringify({ success: false, message: said });
    expect(cases.get(name)).toEqual({
      status,
      headers: {
        'content-type': 'application/json',
        ...(status === 405 && { allow: 'POST' }),
        ...(hint !== undefined && { 'x-vk-hint': expect.stringMatching(hint) }),
      },
      body: said === '' ? '' : body,
    });
  });
});
