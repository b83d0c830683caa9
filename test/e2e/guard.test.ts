import { describe, expect, it } from 'vitest';
import { recorded } from './recorder.js';
import {
  CREDENTIALS,
  answer,
  newFolder,
  startCapture,
  startSandbox,
  vk,
  writeTemporary,
  type CaptureServer,
  type Run,
} from './vk.js';

async function serverInMode(mode: string): Promise<CaptureServer> {
  return await startCapture(() => answer({ headers: { 'X-API-Mode': mode }, body: '{}' }));
}

async function call(
  server: CaptureServer,
  words: readonly string[],
  env: Readonly<Record<string, string>> = CREDENTIALS.vistarkriya,
): Promise<Run> {
  return await vk(['call', ...words], { env: { ...env, VK_BASE_URL: server.origin } });
}

function methods(server: CaptureServer): string[] {
  return server.requests.map(({ method }) => method);
}

const POST = ['POST', '/verify/pan', 'pan=ABCDE1234F'];
const LIVE_KEY = { ...CREDENTIALS.influencemart, VK_API_KEY: 'ak_live_e2e_key_00000' };

describe.concurrent('an API that reports its mode', () => {
  it.for(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])(
    '%s is refused in live, after a free GET',
    async (method) => {
      const server = await serverInMode('live');
      const run = await call(server, [method, '/verify/pan', 'pan=ABCDE1234F']);
      expect(run.exitCode).toBe(6);
      expect(run.stdout).toBe('');
      expect(run.stderr).toMatch(/X-API-Mode says live: [A-Z]+ may cost money/);
      expect(run.stderr).toMatch(/Nothing was sent/);
      expect(methods(server)).toEqual(['GET']);
    },
  );

  it.for(['LIVE', ' Live ', 'Live\t'])('%j is live as well', async (mode) => {
    const server = await serverInMode(mode);
    const run = await call(server, POST);
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toContain('X-API-Mode says live');
    expect(methods(server)).toEqual(['GET']);
  });

  it('is told in JSON too', async () => {
    const run = await call(await serverInMode('live'), [...POST, '--json']);
    expect(run.exitCode).toBe(6);
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: 'live-guard' } });
  });

  it('a POST is sent in sandbox', async () => {
    const server = await serverInMode('sandbox');
    const run = await call(server, POST);
    expect(run.exitCode).toBe(0);
    expect(methods(server)).toEqual(['GET', 'POST']);
  });

  it.for([['GET'], ['HEAD'], ['get']])('%s is free, and sent at once', async ([method = '']) => {
    const server = await startCapture(() =>
      answer({ headers: { 'X-API-Mode': 'live' }, body: method === 'HEAD' ? '' : '{}' }),
    );
    const run = await call(server, [method, '/x']);
    expect(run.exitCode).toBe(0);
    expect(methods(server)).toEqual([method.toUpperCase()]);
  });

  it('a refused free GET stops the POST, and says why', async () => {
    const body = '{"success":false,"error_code":"HMAC_INVALID","message":"Signature mismatch"}';
    const server = await startCapture(() => answer({ status: 401, reason: 'Unauthorized', body }));
    const run = await call(server, POST);
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toMatch(/answered 401 HMAC_INVALID/);
    expect(run.stderr).toMatch(/Nothing was sent/);
    expect(methods(server)).toEqual(['GET']);
  });
});

describe.concurrent('what the free GET says', () => {
  it.for<readonly [name: string, probe: Buffer, exitCode: number, shown: string]>([
    [
      'sandbox and live, in two headers',
      Buffer.from(
        'HTTP/1.1 200 OK\r\nX-API-Mode: sandbox\r\nX-API-Mode: live\r\nContent-Length: 2\r\n\r\n{}',
      ),
      6,
      'X-API-Mode says live',
    ],
    [
      'live and sandbox, in one',
      answer({ headers: { 'X-API-Mode': 'live,sandbox' }, body: '{}' }),
      6,
      'X-API-Mode says live',
    ],
    [
      'live, with a 401',
      answer({ status: 401, headers: { 'X-API-Mode': 'live' }, body: '{}' }),
      6,
      'X-API-Mode says live',
    ],
    [
      'live, with a redirect',
      answer({ status: 302, headers: { 'X-API-Mode': 'LIVE', Location: '/y' } }),
      6,
      'X-API-Mode says live',
    ],
    ['nothing, with a redirect', answer({ status: 307, headers: { Location: '/y' } }), 6, '307'],
    ['nothing, with a 503', answer({ status: 503, body: '<html>' }), 6, 'answered 503'],
    ['no HTTP', Buffer.from('garbage\r\n\r\n'), 3, 'could not be reached'],
  ])('%s: no write leaves', async ([, probe, exitCode, shown]) => {
    const server = await startCapture(({ method }) =>
      method === 'GET' ? probe : answer({ body: '{}' }),
    );
    const run = await call(server, POST);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(shown);
    expect(methods(server)).toEqual(['GET']);
  });

  it('no answer in time: no write leaves', async () => {
    const server = await startCapture(() => undefined);
    const run = await call(server, [...POST, '--timeout', '200ms']);
    expect(run.exitCode).toBe(3);
    expect(methods(server)).toEqual(['GET']);
  });

  it('a write that comes from live after all is told, exit 6', async () => {
    const server = await startCapture(({ method }) =>
      answer({ headers: { 'X-API-Mode': method === 'GET' ? 'sandbox' : 'Live' }, body: '{}' }),
    );
    const run = await call(server, POST);
    expect([run.exitCode, run.stdout]).toEqual([6, '{}']);
    expect(run.stderr).toContain('this answer came from live: the call may have cost money');
    expect(methods(server)).toEqual(['GET', 'POST']);
  });
});

describe.concurrent('the sandbox with --fault wrong-mode', () => {
  it.for(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is caught before it leaves', async (method) => {
    const args = ['--fault', 'wrong-mode'];
    const { server } = await startSandbox(['vistarkriya'], { args });
    const said = await recorded(server.port, async (origin) => {
      for (const flags of [[], ['--yes'], ['--json'], ['-q']]) {
        const words = ['call', method, '/verify/pan', 'pan=ABCDE1234F', ...flags];
        const env = { ...server.env, VK_YES: '1', VK_BASE_URL: `${origin}/api/v1` };
        const run = await vk(words, { env });
        expect([run.exitCode, run.stdout]).toEqual([6, '']);
        expect(run.stderr).toContain('X-API-Mode says live');
      }
    });
    const requests = said.toString('latin1').match(/^[A-Z]+ \/\S* HTTP/gm);
    expect(requests).toEqual(Array.from({ length: 4 }, () => 'GET /api/v1/wallet/balance HTTP'));
  });
});

describe.concurrent('--live', () => {
  it('without --yes and off a terminal sends nothing', async () => {
    const server = await serverInMode('live');
    const run = await call(server, [...POST, '--live']);
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toMatch(/confirm it with --yes/);
    expect(server.connections()).toBe(0);
  });

  it.for([
    ['--yes', {}],
    ['VK_YES=1', { VK_YES: '1' }],
    ['VK_YES=true', { VK_YES: 'true' }],
    ['VK_YES=yes', { VK_YES: 'yes' }],
    ['VK_YES=YES', { VK_YES: 'YES' }],
  ] as const)('with %s sends the POST and nothing else', async ([flag, env]) => {
    const server = await serverInMode('live');
    const words = [...POST, '--live', ...(flag === '--yes' ? [flag] : [])];
    const run = await call(server, words, { ...CREDENTIALS.vistarkriya, ...env });
    expect(run.exitCode).toBe(0);
    expect(methods(server)).toEqual(['POST']);
  });

  it.for(['0', 'false', 'no', 'off', 'n', '', ' ', '1 ', '2'])(
    'with VK_YES=%j sends nothing',
    async (VK_YES) => {
      const server = await serverInMode('live');
      const env = { ...CREDENTIALS.vistarkriya, VK_YES };
      const run = await call(server, [...POST, '--live'], env);
      expect(run.exitCode).toBe(6);
      expect(run.stderr).toMatch(/confirm it with --yes/);
      expect(server.connections()).toBe(0);
    },
  );

  it('is what makes --yes count', async () => {
    const server = await serverInMode('live');
    const run = await call(server, [...POST, '--yes']);
    expect(run.exitCode).toBe(6);
    expect(methods(server)).toEqual(['GET']);
  });
});

describe.concurrent('a key that tells its kind', () => {
  it('ak_live_ is refused before anything is sent', async () => {
    const server = await startCapture();
    const run = await call(server, ['POST', '/x', 'a=1'], LIVE_KEY);
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toMatch(/the API key is a live key/);
    expect(server.connections()).toBe(0);
  });

  it('ak_live_ passes with --live --yes', async () => {
    const server = await startCapture();
    const run = await call(server, ['POST', '/x', 'a=1', '--live', '--yes'], LIVE_KEY);
    expect(run.exitCode).toBe(0);
    expect(methods(server)).toEqual(['POST']);
  });

  it('ak_live_ may GET', async () => {
    const server = await startCapture();
    expect((await call(server, ['GET', '/x'], LIVE_KEY)).exitCode).toBe(0);
    expect(methods(server)).toEqual(['GET']);
  });

  it('ak_test_ passes, without a GET before it', async () => {
    const server = await startCapture();
    const run = await call(server, ['POST', '/x', 'a=1'], CREDENTIALS.influencemart);
    expect(run.exitCode).toBe(0);
    expect(methods(server)).toEqual(['POST']);
  });
});

describe.concurrent('refused before sending', () => {
  it.for(['X-Signature:0', 'x-api-key:k', 'Host:evil.example', 'content-length:0'])(
    'a POST with %s, before its mode is asked for',
    async (item) => {
      const server = await startCapture();
      const run = await call(server, ['POST', '/x', 'a=1', item]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('is set by vk');
      expect(server.connections()).toBe(0);
    },
  );

  it('a project file cannot raise the mode, and --yes does not make up for it', async () => {
    const server = await serverInMode('live');
    const cwd = newFolder();
    writeTemporary('.vk.json', '{"mode":"live"}', cwd);
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    const run = await vk(['call', ...POST, '--yes'], { cwd, env });
    expect(run.exitCode).toBe(6);
    expect(methods(server)).toEqual(['GET']);
  });

  it('no variable makes a write live', async () => {
    const server = await serverInMode('live');
    const env = { VK_YES: '1', VK_LIVE: '1', VK_MODE: 'live', CI: 'true', YES: '1' };
    const run = await call(server, POST, { ...CREDENTIALS.vistarkriya, ...env });
    expect(run.exitCode).toBe(6);
    expect(methods(server)).toEqual(['GET']);
  });

  it('a project file that names a live profile does not raise the mode', async () => {
    const server = await serverInMode('live');
    const add = ['--provider', 'vistarkriya', '--store', 'file', '--secret-env', 'S'];
    const account = ['--api-key', 'vk_live_a', '--code', '123456', '--base-url', server.origin];
    const S = { env: { S: 'e2e-secret' } };
    const { home } = await vk(['profile', 'add', 'test', '--store', 'file', ...add, ...account], S);
    await vk(['profile', 'add', 'prod', '--store', 'file', ...add, ...account, '--mode', 'live'], {
      home,
      ...S,
    });
    const cwd = newFolder();
    writeTemporary('.vk.json', '{"profile":"prod"}', cwd);
    const run = await vk(['call', ...POST], { home, cwd, env: { VK_YES: '1' } });
    expect(run.exitCode).toBe(6);
    expect(methods(server)).toEqual(['GET']);
    await vk(['profile', 'use', 'prod'], { home });
    const meant = await vk(['call', ...POST, '--yes'], { home, cwd });
    expect(meant.exitCode).toBe(0);
  });

  it('a project file can lower the mode of a profile', async () => {
    const server = await serverInMode('live');
    const add = [
      'profile',
      'add',
      'prod',
      '--store',
      'file',
      '--provider',
      'vistarkriya',
      '--secret-env',
      'S',
    ];
    const account = ['--api-key', 'vk_live_a', '--code', '123456', '--base-url', server.origin];
    const { home } = await vk([...add, ...account, '--mode', 'live'], { env: { S: 'e2e-secret' } });
    const cwd = newFolder();
    writeTemporary('.vk.json', '{"mode":"sandbox"}', cwd);
    const run = await vk(['call', ...POST, '--yes'], { home, cwd });
    expect(run.exitCode).toBe(6);
    expect(methods(server)).toEqual(['GET']);
  });

  it.for(['GET', 'PUT', 'DELETE'])('PayIn/PayOut takes no %s', async (method) => {
    const server = await startCapture();
    const run = await call(server, [method, '/balance'], CREDENTIALS.payinout);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/PayIn\/PayOut takes POST only, not/);
    expect(server.connections()).toBe(0);
  });

  it('Influencemart’s webhook paths without an event id', async () => {
    const server = await startCapture();
    const run = await call(server, ['POST', '/v1/webhooks/order'], CREDENTIALS.influencemart);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/needs X-External-Event-Id/);
    expect(run.stderr).toMatch(/--external-event-id/);
    expect(server.connections()).toBe(0);
  });

  it('a profile in live mode asks for --yes', async () => {
    const server = await serverInMode('live');
    const add = [
      'profile',
      'add',
      'prod',
      '--store',
      'file',
      '--provider',
      'vistarkriya',
      '--secret-env',
      'S',
    ];
    const account = ['--api-key', 'vk_live_a', '--code', '123456', '--base-url', server.origin];
    const { home } = await vk([...add, ...account, '--mode', 'live'], { env: { S: 'e2e-secret' } });
    const refused = await vk(['call', ...POST], { home });
    expect(refused.exitCode).toBe(6);
    expect(server.connections()).toBe(0);
    const sent = await vk(['call', ...POST, '--yes'], { home });
    expect(sent.exitCode).toBe(0);
    expect(methods(server)).toEqual(['POST']);
  });
});

describe.concurrent('a redirect is an answer, and is never followed', () => {
  const statuses = [301, 302, 303, 307, 308];
  const places = ['same origin', 'other port', 'no Location'];
  const table = statuses.flatMap((status) =>
    places.flatMap((place) => ['GET', 'POST'].map((method) => ({ status, place, method }))),
  );

  it.for(table)('$method $status, $place', async ({ status, place, method }) => {
    const other = await startCapture();
    let own = '';
    const server = await startCapture((request) => {
      const isProbe = method === 'POST' && request.method === 'GET';
      const location = place === 'other port' ? `${other.origin}/y` : `${own}/y`;
      return isProbe
        ? answer({ headers: { 'X-API-Mode': 'sandbox' } })
        : answer({ status, headers: place === 'no Location' ? {} : { Location: location } });
    });
    own = server.origin;
    const run = await call(server, [method, '/x']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`HTTP ${status}`);
    expect(run.stderr).toContain('note: the redirect was not followed');
    expect(methods(server)).toEqual(method === 'GET' ? ['GET'] : ['GET', 'POST']);
    expect(other.connections()).toBe(0);
  });
});
