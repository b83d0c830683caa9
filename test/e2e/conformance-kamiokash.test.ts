import { beforeAll, describe, expect, it } from 'vitest';
import { conformance, settled, type Case } from './conformance.js';
import { isInstalled, startSandbox } from './vk.js';

/** What a client in Python gets from KamioKash's sandbox, case by case and in this order. */

const LEO = '"externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"';
const SAMPLE_MEMBER = `{"id":"m_123",${LEO}}`;
const OWN_MEMBER = '{"id":"m_#2","externalId":"a/b é?"}';
const REWARDS =
  '[{"variantId":"VERY_COOL_GIFT_CARD_1","name":"Very cool gift card"},' +
  '{"variantId":"COFFEE_VOUCHER_1","name":"One coffee"},' +
  '{"variantId":"CINEMA_TICKET_2","name":"Two cinema tickets"},' +
  '{"variantId":"TREE_DONATION_1","name":"One tree planted"}]';
const FIRST_ORDER = order('v_#1', 'SPEND_ME_NOW');
const SECOND_ORDER = order('v_#2', 'SPEND_ME_#1', 'SPEND_ME_#2', 'SPEND_ME_#3');
const THIRD_ORDER = order('v_#3', 'SPEND_ME_#4');
const OWN_WALLET = '{"wallet_id":"w_#1","owner":"a/b é?","points":0}';
const EARNED = transaction('t_#1', 'earn', 100, 100);
const SPENT = transaction('t_#2', 'spend', 30, 70);
const SPENT_REST = transaction('t_#3', 'spend', 70, 0);
const OWN_CAMPAIGN = '{"id":"c_#1","name":"Diwali"}';

function order(id: string, ...codes: readonly string[]): string {
  const members = '"codeRenderType":"text","isUsed":false,"expiresAt":"<time>"';
  const list = codes.map((code) => `{"code":"${code}",${members}}`).join(',');
  return `{"id":"${id}","date":"<time>","owner":"cust_abc123","codes":[${list}]}`;
}

function transaction(id: string, type: string, points: number, balance: number): string {
  return `{"id":"${id}","date":"<time>","wallet_id":"w_#1","type":"${type}","points":${points},"balance":${balance}}`;
}

const text = (name: string): string => `${name} has to be a string that is not empty`;
const count = (name: string): string => `${name} has to be a whole number from 1`;

/** The body where it was accepted, the message of the error where it was not, and `Allow`. */
const table: readonly (readonly [name: string, status: number, said: string, allow?: string])[] = [
  ['accepted', 200, `[${SAMPLE_MEMBER}]`],
  ['no X-API-Key', 401, 'Missing X-API-Key'],
  ['empty X-API-Key', 401, 'Missing X-API-Key'],
  ['no X-Timestamp', 401, 'Missing X-Timestamp'],
  ['empty X-Timestamp', 401, 'Missing X-Timestamp'],
  ['no X-Signature', 401, 'Missing X-Signature'],
  ['empty X-Signature', 401, 'Missing X-Signature'],
  ['header names in lower case', 200, `[${SAMPLE_MEMBER}]`],
  ['signature in upper case', 401, 'Invalid signature'],
  ['unknown key', 401, 'Unknown API key'],
  ['another secret', 401, 'Invalid signature'],
  ['half a signature', 401, 'Invalid signature'],
  ['280 s old', 200, `[${SAMPLE_MEMBER}]`],
  ['301 s old', 401, 'Timestamp outside the tolerance'],
  ['280 s ahead', 200, `[${SAMPLE_MEMBER}]`],
  ['340 s ahead', 401, 'Timestamp outside the tolerance'],
  ['Unix seconds', 401, 'Timestamp outside the tolerance'],
  ['whole seconds', 200, `[${SAMPLE_MEMBER}]`],
  ['another body was signed', 401, 'Invalid signature'],
  ['another path with the same headers', 200, REWARDS],

  ["the sample's member before", 200, SAMPLE_MEMBER],
  ["create the sample's member", 200, `{"id":"m_#1",${LEO}}`],
  ['create it again', 409, 'There already is member cust_abc123'],
  ['read it', 200, `{"id":"m_#1",${LEO}}`],
  ['issue a voucher', 200, FIRST_ORDER],
  ['the same reference again', 409, 'There already is order v_#1 with reference instant_1'],
  ['the order of a reference', 200, `[${FIRST_ORDER}]`],
  ['read the order', 200, FIRST_ORDER],

  ['member: an id to be encoded', 200, OWN_MEMBER],
  ['member: read the encoded id', 200, OWN_MEMBER],
  ['members: the newest one', 200, `[${OWN_MEMBER}]`],
  ['members: all', 200, `[${OWN_MEMBER},{"id":"m_#1",${LEO}}]`],
  ['member: unknown', 404, 'There is no member nobody'],
  ['member: no body', 422, text('externalId')],
  ['member: no JSON', 422, 'The body is not a JSON object'],
  ['member: a list', 422, 'The body is not a JSON object'],
  ['member: no externalId', 422, text('externalId')],
  ['member: externalId is a number', 422, text('externalId')],
  ['member: externalId is empty', 422, text('externalId')],
  ['member: firstName is null', 422, text('firstName')],

  ['order: three vouchers', 200, SECOND_ORDER],
  ['order: without reference and date', 200, THIRD_ORDER],
  ['order: no owner', 422, text('owner')],
  ['order: no variantId', 422, text('variantId')],
  ['order: no quantity', 422, count('quantity')],
  ['order: unknown owner', 422, 'owner has to be the externalId of a member'],
  ['order: unknown variant', 422, 'variantId has to be one that GET /rewards lists'],
  ['order: quantity 0', 422, count('quantity')],
  ['order: quantity -1', 422, count('quantity')],
  ['order: quantity 1.5', 422, count('quantity')],
  ["order: quantity '1'", 422, count('quantity')],
  ['order: quantity 101', 422, `${count('quantity')} to 100`],
  ['order: quantity None', 422, count('quantity')],
  ['orders: of the member', 200, `[${THIRD_ORDER},${SECOND_ORDER},${FIRST_ORDER}]`],
  ['orders: of nobody', 200, '[]'],
  ['order: unknown', 404, 'There is no order v_unknown'],

  ['voucher: unknown', 422, 'code has to be the code of a voucher that was issued'],
  ['voucher: no code', 422, text('code')],
  [
    'voucher: use it',
    200,
    '{"orderId":"v_#1","owner":"cust_abc123","code":"SPEND_ME_NOW","codeRenderType":"text","isUsed":true,"expiresAt":"<time>"}',
  ],
  ['voucher: use it again', 409, 'Not possible: the voucher SPEND_ME_NOW is used already'],
  ['voucher: the order says so', 200, FIRST_ORDER.replace('false', 'true')],

  ["wallet: the page's", 200, '{"wallet_id":"w_123","owner":"cust_abc123","points":0}'],
  ['wallet: unknown owner', 422, 'owner has to be the externalId of a member'],
  ['wallet: no owner', 422, text('owner')],
  ['wallet: create', 200, OWN_WALLET],
  ['wallet: read', 200, OWN_WALLET],
  ['wallet: unknown', 404, 'There is no wallet w_unknown'],
  ['wallets: of an owner', 200, `[${OWN_WALLET}]`],
  ['transaction: earn', 200, EARNED],
  ['transaction: spend', 200, SPENT],
  ['transaction: spend too much', 402, 'Balance too low: wallet w_#1 holds 70'],
  ['transaction: spend the rest', 200, SPENT_REST],
  ['transaction: spend what is not there', 402, 'Balance too low: wallet w_#1 holds 0'],
  ['transaction: unknown wallet', 422, 'wallet_id has to be the wallet_id of a wallet'],
  ['transaction: another type', 422, 'type has to be earn or spend'],
  ['transaction: points 0', 422, count('points')],
  ['transaction: points -5', 422, count('points')],
  ['transaction: points as text', 422, count('points')],
  ['transaction: the wallet afterwards', 200, OWN_WALLET],
  ['transaction: read', 200, EARNED],
  ['transaction: unknown', 404, 'There is no transaction t_unknown'],
  ['transactions: of the wallet', 200, `[${SPENT_REST},${SPENT},${EARNED}]`],
  ['transactions: what it earned', 200, `[${EARNED}]`],
  ['transactions: of another wallet', 200, '[]'],

  ['rewards', 200, REWARDS],
  ['reward: read', 200, '{"variantId":"VERY_COOL_GIFT_CARD_1","name":"Very cool gift card"}'],
  ['reward: unknown', 404, 'There is no reward NO_SUCH_CARD'],
  ['campaign: create', 200, OWN_CAMPAIGN],
  ['campaign: no name', 422, text('name')],
  ['campaign: read', 200, OWN_CAMPAIGN],
  ['campaign: unknown', 404, 'There is no campaign c_unknown'],
  ['campaigns', 200, `[${OWN_CAMPAIGN},{"id":"c_123","name":"Welcome"}]`],

  ['unknown path', 404, 'Not found; the nearest is POST /v1/member'],
  ['unknown path of a POST', 404, 'Not found; the nearest is POST /v1/orders/simple'],
  ['outside the base path', 404, 'Not found; the nearest is POST /v1/member'],
  ['wrong method', 405, 'This takes GET, HEAD', 'GET, HEAD'],
  ['wrong method of a list', 405, 'This takes GET, HEAD', 'GET, HEAD'],
  ['wrong method of a write', 405, 'This takes POST', 'POST'],
  ['the path of a write is no order', 404, 'There is no order simple'],
  ['HEAD', 200, ''],
  ['unsigned and unknown path', 401, 'Missing X-API-Key'],
  [
    'echo',
    200,
    '{"id":"sbx_#1","receivedBytes":5,"receivedSha256":"896a425d1fade64e368ccca61003182138e59b7050bca9a7ec8f4ca99646f9fb"}',
  ],
];

const hasPython = await isInstalled('python3', '--version');

describe.skipIf(!hasPython)('KamioKash, asked by a client in Python (needs python3)', () => {
  let cases: ReadonlyMap<string, Case>;

  beforeAll(async () => {
    const { server } = await startSandbox(['kamiokash']);
    cases = settled(await conformance('kamiokash.py', server));
  }, 60_000);

  it('has these cases and no others', () => {
    expect([...cases.keys()]).toEqual(table.map(([name]) => name));
  });

  it.for(table)('%s: %i', ([name, status, said, allow]) => {
    const found = cases.get(name);
    const body = status < 400 ? said : JSON.stringify({ error: said });
    expect(found).toEqual({
      status,
      headers: {
        'content-type': 'application/json',
        ...(allow !== undefined && { allow }),
        ...(status === 401 && { 'x-vk-hint': expect.stringMatching(/\w/) }),
      },
      body,
    });
  });
});
