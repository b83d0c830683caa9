import { describe, expect, it } from 'vitest';
import { checkExpectations, type ExpectedAnswer } from '../../../src/core/expect/check.js';
import { parseExpectation } from '../../../src/core/expect/expectation.js';
import { refusal } from '../../app/refusal.js';

const ANSWER: ExpectedAnswer = {
  status: 200,
  headers: [
    ['X-API-Mode', 'sandbox'],
    ['X-Left', '41'],
  ],
  body: Buffer.from(
    '{"data":{"balance":15420.50,"big":9007199254740993,"currency":"INR","nr":"007","ok":true,' +
      '"none":null,"empty":"","items":[{"id":"a"},{"id":"b"}],"a.b":1,"e":"\\u00e9"},"n":1,"n":2}',
  ),
  elapsedMs: 512.3,
};

describe('an expectation that holds', () => {
  it.each([
    ['status=200'],
    ['status = 200'],
    ['status=2xx'],
    ['status!=4xx'],
    ['status<300'],
    ['status>=200'],
    ['status~^2'],
    ['time<2s'],
    ['time<=512.3ms'],
    ['time>0.5s'],
    ['header.X-API-Mode=sandbox'],
    ['header.x-api-mode=sandbox'],
    ['header.X-API-Mode!=live'],
    ['header.X-API-Mode~^sand'],
    ['header.X-API-Mode exists'],
    ['header.X-Other !exists'],
    ['header.X-Other!=live'],
    ['header.X-Left>40'],
    ['body~"currency":"INR"'],
    ['body!~live'],
    ['body exists'],
    ['body.data.balance=15420.5'],
    ['body.data.balance=15420.50'],
    ['body.data.balance>15420.49'],
    ['body.data.big=9007199254740993'],
    ['body.data.big!=9007199254740992'],
    ['body.data.currency=INR'],
    ['body.data.currency="INR"'],
    ['body.data.currency~^I.R$'],
    ['body.data.nr=007'],
    ['body.data.nr!=7'],
    ['body.data.ok=true'],
    ['body.data.none=null'],
    ['body.data.none exists'],
    ['body.data.empty='],
    ['body.data.e=é'],
    ['body.data.items[1].id=b'],
    ['body.data.items.1.id=b'],
    ['body.data.items[2] !exists'],
    ['body.data["a.b"]=1'],
    ['body.data.items=[{"id":"a"},{"id":"b"}]'],
    ['body.data.items!=[]'],
    ['body.n=2'],
    ['body.data.missing !exists'],
    ['body.data.missing!=1'],
  ])('%s', (text) => {
    expect(checkExpectations([parseExpectation(text)], ANSWER)).toMatchObject([{ text, ok: true }]);
  });
});

describe('an expectation that fails says what was found', () => {
  it.each<[text: string, found: string | undefined]>([
    ['status=201', '200'],
    ['status=4xx', '200'],
    ['status!=2xx', '200'],
    ['status>200', '200'],
    ['time<500ms', '512.3 ms'],
    ['header.X-API-Mode=live', 'sandbox'],
    ['header.X-API-Mode !exists', 'sandbox'],
    ['header.X-Other=1', undefined],
    ['header.X-Other exists', undefined],
    ['header.X-API-Mode<5', 'sandbox'],
    ['body.data.balance=15420.51', '15420.50'],
    ['body.data.balance<15420.5', '15420.50'],
    ['body.data.big=9007199254740992', '9007199254740993'],
    ['body.data.nr=7', '"007"'],
    ['body.data.ok=false', 'true'],
    ['body.data.none=', 'null'],
    ['body.data.missing=', undefined],
    ['body.data.missing~.*', undefined],
    ['body.data.missing<1', undefined],
    ['body.data.items=[{"id":"b"},{"id":"a"}]', '[{"id":"a"},{"id":"b"}]'],
    ['body.data.items=[', '[{"id":"a"},{"id":"b"}]'],
    ['body.n=1', '2'],
    ['body[0]=1', undefined],
  ])('%s', (text, found) => {
    const [checked] = checkExpectations([parseExpectation(text)], ANSWER);
    expect(checked).toEqual({ text, ok: false, found });
  });

  it('shortened', () => {
    const answer = { ...ANSWER, body: Buffer.from('x'.repeat(1000)) };
    const [checked] = checkExpectations([parseExpectation('body~y')], answer);
    expect(checked?.found).toBe(`${'x'.repeat(200)}…`);
  });
});

it.each([
  ['no JSON', 'body.a exists', 'hello', false],
  ['empty', 'body exists', '', false],
  ['empty', 'body !exists', '', true],
  ['no UTF-8', 'body~\xff', Buffer.from([0xff]), true],
])('a body that is %s: %s', (_what, text, body, ok) => {
  const answer = { ...ANSWER, body: Buffer.from(body) };
  expect(checkExpectations([parseExpectation(text)], answer)).toMatchObject([{ ok }]);
});

it.each([
  ['', 'begins with none of status'],
  ['stat=200', 'begins with none of status'],
  ['header=1', 'begins with none of status'],
  ['status', 'has no =, !='],
  ['status 200', 'has no =, !='],
  ['body.a b=1', 'has no =, !='],
  ['body..a=1', 'has no =, !='],
  ['status=20', 'has no status in "20"'],
  ['status=ok', 'has no status'],
  ['status<3xx', 'has a class of statuses behind <'],
  ['time<2', 'has no time in "2"'],
  ['time=soon', 'has no time'],
  ['body~(', 'has no regular expression in "("'],
  ['body.a exists now', 'has something behind exists'],
])('%j is refused', (text, why) => {
  expect(() => parseExpectation(text)).toThrow(refusal('usage', why, 'Write status=200'));
});
