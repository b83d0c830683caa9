import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { checkedHeader, missingFields } from '../../src/core/headers.js';
import type { Mode, Provider, SandboxRoute } from '../../src/core/provider.js';
import { findProvider, providers } from '../../src/providers/registry.js';
import { matchPath } from '../../src/sandbox/route.js';
import { credentialOf, fill } from './documented.js';

const all: readonly Provider[] = providers;

describe('registry', () => {
  it('lists the providers, the default first', () => {
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(['vistarkriya', 'kamiokash', 'influencemart', 'payinout']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(all)('finds $id', (provider) => {
    expect(findProvider(provider.id)).toBe(provider);
  });

  it.each(['', 'Vistarkriya', 'vistarkriya ', '__proto__', 'constructor', '0'])(
    'refuses %j and names those that there are',
    (id) => {
      expect(() => findProvider(id)).toThrow(
        expect.objectContaining({
          code: 'unknown-provider',
          message: `there is no provider ${JSON.stringify(id)}`,
          remedy: 'The providers are vistarkriya, kamiokash, influencemart, payinout.',
        }),
      );
    },
  );
});

describe.each(all)('$id', (provider) => {
  const { sandbox, headers } = provider;
  const demos = [sandbox.demo, ...sandbox.samples];

  it('cites its sources, all of them and no others', () => {
    const cited = citations(provider);
    expect(cited.length).toBeGreaterThan(10);
    expect([...new Set(cited)].toSorted()).toEqual(Object.keys(provider.sources).toSorted());
  });

  it('has an id that can be a file name and an environment variable', () => {
    expect(provider.id).toMatch(/^[a-z][a-z0-9]*$/);
  });

  it('has a base path that agrees with its base URL', () => {
    expect(provider.basePath).toMatch(/^(?:\/[^/]+)*$/);
    if (provider.baseUrl !== undefined) {
      expect(parseBaseUrl(provider.baseUrl).basePath).toBe(provider.basePath);
    }
  });

  it('has header names and values that can be sent', () => {
    const named = [...headers.auth, ...headers.fixed, ...headers.options].map(({ name }) => name);
    for (const name of named) {
      expect(checkedHeader(name, 'value')[0]).toBe(name);
    }
    for (const { name, value } of headers.fixed) {
      expect(checkedHeader(name, value)).toEqual([name, value]);
    }
    expect(new Set(named.map((name) => name.toLowerCase())).size).toBe(named.length);
  });

  it('carries one timestamp and one signature, and no field that it does not have', () => {
    const carried = headers.auth.map(({ carries }) => carries);
    const fields = provider.credential.map(({ id }) => id);
    expect(carried.filter((what) => what === 'timestamp')).toHaveLength(1);
    expect(carried.filter((what) => what === 'signature')).toHaveLength(1);
    expect(fields).toEqual(
      expect.arrayContaining(
        carried.filter((what) => what !== 'timestamp' && what !== 'signature'),
      ),
    );
  });

  it('uses every field, in a header or in the signature', () => {
    const used: string[] = [
      ...headers.auth.map(({ carries }) => carries),
      ...provider.scheme.parts,
    ];
    for (const { id } of provider.credential) {
      expect(used).toContain(id);
    }
  });

  it('names a header as the first of its dialects does', () => {
    for (const { name, dialects } of headers.auth) {
      expect(Object.values(dialects ?? { only: name })[0]).toBe(name);
    }
  });

  it('has a timestamp rule exactly where a timestamp is signed', () => {
    for (const scheme of [provider.scheme, provider.webhook?.scheme]) {
      expect(scheme?.parts.includes('timestamp') ?? false).toBe(scheme?.timestamp !== undefined);
      expect(new Set(scheme?.parts).size).toBe(scheme?.parts.length ?? 0);
    }
    const { webhook } = provider;
    expect(webhook?.timestampHeader !== undefined).toBe(webhook?.scheme.timestamp !== undefined);
  });

  it('has patterns without state', () => {
    for (const { shape } of provider.credential) {
      expect(shape.pattern.flags).not.toMatch(/[gy]/);
    }
  });

  it('says what to do about each error, once', () => {
    for (const { code, status, meaning, remedy } of provider.errors) {
      expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(meaning).toMatch(/\w$/);
      expect(remedy).toMatch(/^(?:[A-Z]|vk ).*\.$/);
    }
    const codes = provider.errors.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('has demo credentials of the shapes that it asks for', () => {
    for (const demo of demos) {
      expect(missingFields(provider, credentialOf(demo))).toEqual([]);
      for (const { id, shape } of provider.credential) {
        expect(demo[id]).toMatch(shape.pattern);
      }
      expect(demo.secret).not.toBe('');
    }
    expect(new Set(demos.map(({ apiKey }) => apiKey)).size).toBe(demos.length);
  });

  it('has a demo key that is not of live mode, and a webhook secret where one is needed', () => {
    const { apiKey, webhookSecret, secret } = sandbox.demo;
    const kind = provider.keyKinds.find(({ prefix }) => apiKey.startsWith(prefix));
    expect(kind?.mode).toBe(provider.keyKinds.length === 0 ? undefined : 'sandbox');
    expect(webhookSecret !== undefined).toBe(provider.webhook?.key === 'webhook');
    expect(webhookSecret).not.toBe(secret);
  });

  it('answers with JSON', () => {
    const canned = sandbox.routes.flatMap((route) => ('action' in route ? [] : [route]));
    for (const { body, status } of canned.flatMap(({ duplicate, ...route }) =>
      duplicate === undefined ? [route] : [route, { ...route, body: duplicate.body }],
    )) {
      expect(body).not.toMatch(/\{\{(?:code|message|status)\}\}/);
      expect(() => JSON.stringify(JSON.parse(fill(body)))).not.toThrow();
      expect(fill(body)).not.toContain('{{');
      expect(status).toBe(200);
    }
  });

  it('refuses with JSON that its own error shapes understand', () => {
    const bodies = Object.entries(sandbox.errorBodies);
    expect(bodies.map(([id]) => id)).toEqual(provider.errorShapes.map(({ id }) => id));
    for (const [id, body] of bodies) {
      const answer: unknown = JSON.parse(fill(body));
      const understood = provider.errorShapes.filter(
        ({ code, message }) =>
          at(answer, message) === 'a "message"' &&
          (code === undefined || at(answer, code) === 'CODE'),
      );
      expect(understood.map((shape) => shape.id)).toEqual([id]);
      expect(fill(body)).not.toContain('{{');
    }
  });

  it('refuses with a client error, and with the status that it documents for a code', () => {
    const refusals = Object.values(sandbox.refusals);
    expect(refusals.length).toBeGreaterThan(5);
    for (const { status, code, message } of refusals) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(message).toMatch(/(?:\w|\}\})$/);
      const documented = provider.errors.find((error) => error.code === code);
      expect(documented?.status ?? status).toBe(status);
    }
  });

  it('takes no error code from a page that does not document it', () => {
    const refusals = Object.values(sandbox.refusals).filter(({ source }) => source !== 'vk');
    const codes = refusals.flatMap(({ code }) => (code === undefined ? [] : [code]));
    expect(provider.errors.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
  });

  it('can refuse what its rules can find wrong', () => {
    const { refusals } = sandbox;
    const always = [
      'missing-key',
      'missing-timestamp',
      'missing-signature',
      'unknown-key',
    ] as const;
    for (const reason of [...always, 'timestamp', 'signature', 'not-found'] as const) {
      expect(refusals[reason]).toBeDefined();
    }
    const hasCode = provider.credential.some(({ id }) => id === 'code');
    const needsOption = headers.options.some(({ requiredUnder }) => requiredUnder !== undefined);
    expect(refusals['missing-code'] !== undefined).toBe(hasCode);
    expect(refusals['wrong-code'] !== undefined).toBe(hasCode);
    expect(refusals['missing-option'] !== undefined).toBe(needsOption);
    const isPicky = sandbox.routes.some(({ method, path }) => method !== '*' && path !== '/*');
    expect(refusals['method-not-allowed'] !== undefined).toBe(isPicky);
    expect(refusals['ip-blocked'] !== undefined).toBe(provider.ipAllowlist !== undefined);
    expect(refusals['rate-limited'] !== undefined).toBe(provider.rateLimit !== undefined);
    expect(refusals['idempotency-conflict'] !== undefined).toBe(provider.idempotency !== undefined);
    expect(refusals.replay !== undefined).toBe(provider.replay?.singleUse === true);
    expect(refusals['revoked-key'] !== undefined).toBe(sandbox.revoked !== undefined);
    expect(refusals['module-denied'] !== undefined).toBe(sandbox.modulePaths !== undefined);
    const hasParameters = sandbox.routes.some(({ parameters }) => parameters !== undefined);
    expect(refusals['invalid-body'] !== undefined).toBe(hasParameters);
    expect(refusals['bad-parameter'] !== undefined).toBe(hasParameters);
  });

  it('has a number for each limit, and paths for each module that is not free', () => {
    const { rateLimit, modules } = provider;
    const perMinute = [rateLimit?.perMinute, sandbox.ratePerMinute].filter(Boolean);
    expect(perMinute).toHaveLength(rateLimit === undefined ? 0 : 1);
    const closed = modules.filter(({ access }) => access !== 'free').map(({ name }) => name);
    expect((sandbox.modulePaths ?? []).map(({ module }) => module)).toEqual(closed);
  });

  it('has no route that an earlier one hides', () => {
    sandbox.routes.forEach((route, index) => {
      const earlier = sandbox.routes.slice(0, index);
      const path = route.path.replace(/:\w+/g, 'any').replace('*', 'some/where');
      for (const mode of route.mode === undefined ? MODES : [route.mode]) {
        const sample = { method: route.method, path };
        expect(earlier.filter((other) => serves(other, sample, mode))).toEqual([]);
      }
    });
  });

  it('serves in its sandbox what it documents', () => {
    const { mode, endpoints } = provider;
    for (const { method, path } of [...endpoints, ...(mode === undefined ? [] : [mode.probe])]) {
      const sample = { method, path: path.replace('*', 'some/where') };
      for (const each of MODES) {
        expect(sandbox.routes.some((route) => serves(route, sample, each))).toBe(true);
      }
    }
  });

  it('has paths that begin below the base path', () => {
    for (const { path } of [...provider.endpoints, ...sandbox.routes]) {
      expect(path).toMatch(/^\/[^*\s]*\*?$/);
      expect(provider.basePath !== '' && path.startsWith(provider.basePath)).toBe(false);
    }
  });
});

const MODES: readonly Mode[] = ['sandbox', 'live'];

function serves(
  route: SandboxRoute,
  { method, path }: { method: string; path: string },
  mode: Mode,
): boolean {
  const methodFits = route.method === '*' || route.method === method;
  const modeFits = route.mode === undefined || route.mode === mode;
  return methodFits && modeFits && matchPath(route.path, path) !== undefined;
}

/** Every `source` in a definition. */
function citations(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === 'source' && typeof child === 'string' ? [child] : citations(child),
  );
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null
        ? new Map<string, unknown>(Object.entries(found)).get(key)
        : undefined,
    value,
  );
}
