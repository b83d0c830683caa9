import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findLanguage, LANGUAGES, renderSnippet } from '../../src/cli/snippet/languages.js';
import type { SnippetRequest } from '../../src/cli/snippet/snippet-request.js';
import { utf8 } from '../../src/core/bytes.js';
import { buildStringToSign } from '../../src/core/string-to-sign.js';
import { planCase, PROVIDER_CASES, WIRE_CASES } from './snippet-requests.js';
import { RUNNERS, type Runner } from './snippet-runner.js';
import {
  run,
  serverOf,
  startCapture,
  startSandbox,
  type Captured,
  type Run,
  type SandboxProcess,
} from './vk.js';

/** Each snippet is run: against the sandbox, which says whether it verifies, and against a recorder. */

// Java reads its environment in the locale's encoding.
const ENV = {
  LC_ALL: 'C.UTF-8',
  VK_API_KEY: 'key',
  VK_API_SECRET: 'sécret $x',
  VK_EMAIL: 'a@b.example',
};

let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandbox(['vistarkriya', 'kamiokash', 'influencemart', 'payinout']);
});

const installed = new Map(
  await Promise.all(
    Object.entries(RUNNERS).map(async ([id, runner]) => [id, await runner.isThere()] as const),
  ),
);

describe.each(LANGUAGES)('$id', (language) => {
  const { needs, build, isSlow } = runnerOf(language.id);
  const isThere = installed.get(language.id) === true;
  const cases = PROVIDER_CASES.filter(({ isExtra }) => isSlow !== true || isExtra !== true);
  const wires = WIRE_CASES.filter(
    ({ request, isExtra }) =>
      (isSlow !== true || !isExtra) && language.client?.unsendable.test(request.target) !== true,
  );
  let commands: readonly (readonly string[])[] = [];

  beforeAll(async () => {
    if (isThere) {
      const requests = [
        ...cases.map((each) => planCase(each, language.id)),
        ...wires.map(({ request }) => request),
      ];
      commands = await build(requests.map((each) => renderSnippet(language, each)));
    }
  }, 240_000);

  async function start(index: number, env: Readonly<Record<string, string>>): Promise<Run> {
    const [file = '', ...words] = commands[index] ?? [];
    return await run(file, words, { env });
  }

  // Mono was seen to hang once in some hundred runs.
  const retry = needs.includes('mono') ? 2 : 0;
  describe.concurrent(`run by ${needs}`, { timeout: 60_000, retry }, () => {
    it.skipIf(!isThere).for(cases.map((each, index) => ({ ...each, index })))(
      '$provider: $method $path: 200',
      async ({ index, provider, shown }) => {
        const { exitCode, stdout, stderr } = await start(index, serverOf(sandbox, provider).env);
        expect([stdout, stderr]).toEqual([expect.stringMatching(/^200\n/), '']);
        expect(stdout).toContain(shown);
        expect(exitCode).toBe(0);
      },
    );

    it.skipIf(!isThere)('401 with another secret, and exit 1', async () => {
      const env = { ...serverOf(sandbox, 'vistarkriya').env, VK_API_SECRET: 'other' };
      const { exitCode, stdout, stderr } = await start(1, env);
      expect([stdout, stderr]).toEqual([expect.stringMatching(/^401\n.*HMAC_INVALID/), '']);
      expect(exitCode).toBe(1);
    });

    it.skipIf(!isThere)('says which variable is not set', async () => {
      const { exitCode, stdout, stderr } = await start(1, { VK_API_SECRET: 'x' });
      expect([stdout, stderr]).toEqual(['', expect.stringContaining('VK_API_KEY')]);
      expect(exitCode).not.toBe(0);
    });

    it.skipIf(!isThere).for(wires.map((each, index) => [each.name, index, each] as const))(
      'sends %s byte for byte',
      async ([, index, { request }]) => {
        const server = await startCapture();
        const env = { ...ENV, VK_BASE_URL: `${server.origin}/some/path` };
        const { exitCode, stdout, stderr } = await start(cases.length + index, env);
        expect([exitCode, stdout, stderr]).toEqual([0, '200\n{"success":true}\n', '']);
        const [captured] = server.requests;
        expect(server.requests).toHaveLength(1);
        expectSame(captured, request);
      },
    );
  });
});

it.skipIf(installed.get('go') !== true)('gofmt leaves a snippet as it is (needs go)', async () => {
  const go = findLanguage('go');
  const requests = [...PROVIDER_CASES.map((each) => planCase(each, 'go')), WIRE_CASES[0]?.request];
  for (const request of requests.filter((each) => each !== undefined)) {
    const source = renderSnippet(go, request);
    expect((await run('gofmt', [], { input: source })).stdout).toBe(source);
  }
});

function runnerOf(id: string): Runner {
  const runner = RUNNERS[id];
  if (runner === undefined) {
    throw new Error(`nothing runs ${id}`);
  }
  return runner;
}

/** What came over the wire is the request, and its signature covers what came. */
function expectSame(captured: Captured | undefined, request: SnippetRequest): void {
  const { method, target, scheme, headers, body } = request;
  expect([captured?.method, captured?.target]).toEqual([method, target]);
  expect(captured?.body.equals(body)).toBe(true);
  const value = (name: string): string => captured?.headers.get(name.toLowerCase()) ?? '';
  for (const header of headers) {
    if (header.value.kind === 'text') {
      expect([header.name, value(header.name)]).toEqual([header.name, header.value.text]);
    }
  }
  expect(value('X-Key')).toBe(ENV.VK_API_KEY);
  expect(value('X-Id')).toMatch(/^[0-9a-f-]{32,36}$/);
  const timestamp = value('X-Time');
  if (scheme.timestamp !== undefined) {
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(60_000);
  }
  const { bytes } = buildStringToSign(scheme, {
    timestamp: utf8(timestamp),
    method: utf8(method),
    target: utf8(target),
    email: utf8(ENV.VK_EMAIL),
    body,
  });
  const mac = createHmac(scheme.algorithm, ENV.VK_API_SECRET).update(bytes);
  expect(value('X-Sig')).toBe(mac.digest(scheme.encoding));
}
