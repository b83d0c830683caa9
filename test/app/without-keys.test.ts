import { expect, it } from 'vitest';
import { ownKeys, withoutKeys } from '../../src/app/without-keys.js';
import { entryOf } from './history-entry.js';

it("strikes API keys out of what is not vk's own", () => {
  const entry = entryOf({
    answer: '{"key":"ak_test_mine_0001"}',
    request: {
      method: 'GET',
      target: '/v1/keys/ak_test_mine_0001',
      headers: [['X-Echo', 'ak_test_mine_0001']],
      bodyBytes: 0,
    },
  });
  const shared = withoutKeys(entry, ['ak_test_mine_0001']);
  expect(JSON.stringify(shared)).not.toContain('ak_test_mine');
  expect(Buffer.from(shared.response?.body ?? []).toString()).toBe('{"key":"[api-key]"}');
  expect(shared.request).toMatchObject({
    target: '/v1/keys/[api-key]',
    headers: [['X-Echo', '[api-key]']],
  });
  expect(withoutKeys(entry, [])).toBe(entry);
});

it("knows the keys that are everybody's, and those that are too short to be looked for", () => {
  expect(ownKeys(['vk_live_sandbox_demo', 'mine-0001', undefined, 'short', 'mine-0001'])).toEqual([
    'mine-0001',
  ]);
});
