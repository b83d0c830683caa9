import { describe, expect, it } from 'vitest';
import { exitCodeOfStatus, type ExitCode } from '../../src/app/errors.js';
import { VkError } from '../../src/core/error.js';
import { judgeCall, type Check } from '../../src/cli/judge-call.js';
import { fakeContext, fakeFiles, response, type FakeContext } from './fakes.js';

interface Judged {
  readonly exit: ExitCode | undefined;
  readonly fault: unknown;
  readonly context: FakeContext;
  /** The one case of the report. */
  readonly reported: unknown;
}

async function judge(
  expected: readonly string[],
  makeCall: (check: Check) => Promise<ExitCode>,
  {
    isJson = false,
    env = {},
  }: { readonly isJson?: boolean; readonly env?: Record<string, string> } = {},
): Promise<Judged> {
  let reported: unknown;
  const files = {
    ...fakeFiles(new Map()),
    write: (_path: string, bytes: Uint8Array) => {
      reported = Object(JSON.parse(Buffer.from(bytes).toString())).cases[0];
    },
  };
  const context = fakeContext({ env, deps: { files } });
  const verdict = { expect: expected, reports: [{ format: 'json', path: 'r.json' }] as const };
  const about = { title: 'GET /x', isJson };
  try {
    const exit = await judgeCall(verdict, about, context, makeCall);
    return { exit, fault: undefined, context, reported };
  } catch (fault) {
    return { exit: undefined, fault, context, reported };
  }
}

/** A call that is answered so. */
function answered(status: number, exit = exitCodeOfStatus(status)) {
  return async (check: Check): Promise<ExitCode> => {
    check({ response: response('{"a":1}', { status }) });
    return await Promise.resolve(exit);
  };
}

describe('the exit of a call of which something is expected', () => {
  it.each<[expect: readonly string[], status: number, exit: number, failure: string | undefined]>([
    [['status=200'], 200, 0, undefined],
    [['body.a=1', 'time<1s'], 200, 0, undefined],
    [[], 200, 0, undefined],
    // A status that was expected is no failure, whatever it is.
    [['status=401'], 401, 0, undefined],
    [['status=5xx', 'body.a=1'], 503, 0, undefined],
    [['status=302'], 302, 0, undefined],
    // Where nothing is said about the status, it means what it means without expectations.
    [['body.a=1'], 404, 4, 'HTTP 404'],
    [['body.a=1'], 500, 5, 'HTTP 500'],
    [['body.a=1'], 302, 1, 'HTTP 302'],
    [[], 401, 4, 'HTTP 401'],
    // A failed expectation is a no, before the status is.
    [['status=200'], 401, 1, 'status=200 (found 401)'],
    [['body.a=2'], 500, 1, 'body.a=2 (found 1)'],
    [['status=500', 'body.a=2'], 500, 1, 'body.a=2 (found 1)'],
  ])('%j of %d is %d', async (expectations, status, exit, failure) => {
    const judged = await judge(expectations, answered(status));
    expect(judged.exit).toBe(exit);
    expect(judged.reported).toEqual({
      name: 'GET /x',
      className: 'vk.call',
      seconds: 0.012,
      result: failure === undefined ? 'passed' : 'failed',
      ...(failure !== undefined && { failure }),
    });
  });

  it.each([['status=200'], ['status=500']])('is 6 where the guard says so (%s)', async (text) => {
    expect(await judge([text], answered(200, 6))).toMatchObject({
      exit: 6,
      reported: { result: 'failed' },
    });
  });
});

describe('a call that fails', () => {
  const fault = new VkError('network', 'nobody is there', 'Look again.');
  const fail = async (): Promise<never> => await Promise.reject(fault);

  it('is a failed case, told to GitHub, and fails all the same', async () => {
    const judged = await judge(['status=200'], fail, { env: { GITHUB_ACTIONS: 'true' } });
    expect(judged.fault).toBe(fault);
    expect(judged.reported).toMatchObject({ result: 'failed', failure: 'nobody is there' });
    expect(judged.context.stderr.text()).toBe('::error title=GET /x::nobody is there\n');
  });

  it('leaves standard error to the document of the error, in JSON', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const { context } = await judge(['status=200'], fail, { env, isJson: true });
    expect(context.stderr.text()).toBe('');
  });

  it('says too what was expected of an answer that could not be shown', async () => {
    const judged = await judge(['status=200'], async (check) => {
      await answered(401)(check);
      throw fault;
    });
    expect(judged.reported).toMatchObject({
      failure: 'status=200 (found 401)\nnobody is there',
    });
  });

  it('is not made where an expectation is none', async () => {
    const judged = await judge(['stat=1'], () => {
      throw new Error('a call');
    });
    expect(judged).toMatchObject({ fault: { code: 'usage' }, reported: undefined });
  });
});
