import { utf8 } from '../src/core/bytes.js';
import { Secret } from '../src/core/credential.js';
import type { Batch } from '../src/core/diagnose/batch.js';
import { startSearch } from '../src/core/diagnose/search.js';
import type { AxisId, Subject } from '../src/core/diagnose/variant.js';
import { vistarkriya } from '../src/providers/vistarkriya.js';
import { providers } from '../src/providers/registry.js';

/** What `bench/diagnose.mjs` measures of the engine; it is bundled first. */

/** A request of the usual size, whose body has something for most variants to change. */
export const request = {
  method: 'POST',
  path: '/verify/pan',
  timestamp: '1739612345',
  body: JSON.stringify({
    pan: 'ABCDE1234F',
    name: 'Léo & Zoë',
    amount: 15420.5,
    address: { line: '12/3, M.G. Road', city: 'Pune', tags: ['home', null] },
    items: Array.from({ length: 8 }, (_, id) => ({ id, code: `C-${id}/x`, isNew: true })),
    note: 'fills up',
    callback: 'https://example.com/a/b?x=1&y=2',
  }),
} as const;

/** Of no candidate. */
export const UNKNOWN = '0'.repeat(64);

const secret = Secret.of('a-secret-of-the-bench');

const subject: Subject = {
  scheme: vistarkriya.scheme,
  parts: {
    timestamp: utf8(request.timestamp),
    method: utf8(request.method),
    target: utf8(vistarkriya.basePath + request.path),
    body: utf8(request.body),
  },
  secret,
  surroundings: {
    apiKey: 'vk_live_0123456789abcdef',
    code: '123456',
    otherSecrets: [],
    origins: ['https://vistarkriya.com'],
    basePath: vistarkriya.basePath,
    endpoints: vistarkriya.endpoints.map(({ path }) => path),
    otherSchemes: providers
      .filter(({ id }) => id !== 'vistarkriya')
      .map(({ name, scheme }) => ({ name, scheme })),
  },
};

/** All but the other algorithms, so that each candidate is one HMAC. */
const HMAC_AXES: readonly AxisId[] = ['secret', 'timestamp', 'method', 'target', 'body', 'layout'];

/** Has the engine try about so many candidates; returns how many a second. */
export function engineRate(candidates: number): number {
  const search = startSearch(subject, [UNKNOWN], { maxDifferences: 3, axes: HMAC_AXES });
  const startedAt = performance.now();
  while (search.state().candidates < candidates && search.step()) {
    // Each step is a batch.
  }
  return (search.state().candidates / (performance.now() - startedAt)) * 1000;
}

/** A message with its key. */
export interface Signed {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
}

/** The messages that {@link engineRate} has digested. */
export function messagesOf(candidates: number): Signed[] {
  const signed: Signed[] = [];
  const keep = ({ key, messages, ends }: Batch): number[] => {
    const copy = messages.slice(0, ends.at(-1));
    ends.forEach((end, index) => {
      signed.push({ key, message: copy.subarray(ends[index - 1] ?? 0, end) });
    });
    return [];
  };
  const options = { maxDifferences: 3, axes: HMAC_AXES, findWanted: keep };
  const search = startSearch(subject, [UNKNOWN], options);
  while (search.state().candidates < candidates && search.step()) {
    // Each step is a batch.
  }
  return signed;
}

/** When each stage was over, in milliseconds since this process began. */
export interface StageTime {
  readonly common: number;
  readonly rare: number;
  readonly candidates: number;
  readonly ms: number;
}

/** Searches all pairs of any variants, and all triples of common ones. */
export function stageTimes(): StageTime[] {
  const search = startSearch(subject, [UNKNOWN], { maxDifferences: 3 });
  const times: StageTime[] = [];
  while (search.step() && !search.state().done.some(({ rare }) => rare === 2)) {
    const { done, candidates } = search.state();
    for (const { common, rare } of done.slice(times.length)) {
      times.push({ common, rare, candidates, ms: performance.now() });
    }
  }
  const { done, candidates } = search.state();
  const { common, rare } = done.at(-1) ?? { common: 0, rare: 0 };
  return [...times, { common, rare, candidates, ms: performance.now() }];
}
