import { expect, it } from 'vitest';
import { distinctTimestamps } from '../../src/app/distinct-timestamps.js';
import { findProvider } from '../../src/providers/registry.js';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const NOW = NOW_MS / 1000;

function requestOf(
  target: string,
  body: string,
): Parameters<ReturnType<typeof distinctTimestamps>>[0] {
  return {
    method: 'POST',
    target: { text: target, bytes: Buffer.from(target) },
    body: Buffer.from(body),
  };
}

it('gives each request of the same signed bytes a second of its own', () => {
  const choose = distinctTimestamps(findProvider('influencemart'));
  const chosen = ['/a', '/b', '/a'].map((target) => choose(requestOf(target, '{}'), NOW_MS));
  // Influencemart signs neither method nor path.
  expect(chosen).toEqual([NOW, NOW + 1, NOW - 1].map(String));
  expect(choose(requestOf('/a', '{"n":1}'), NOW_MS)).toBe(String(NOW));
  expect(choose(requestOf('/a', '{}'), NOW_MS + 1000)).toBe(String(NOW + 2));
});

it('stays inside the tolerance', () => {
  const choose = distinctTimestamps(findProvider('influencemart'));
  const chosen = Array.from({ length: 302 }, () => choose(requestOf('/', ''), NOW_MS));
  const seconds = chosen.slice(0, 301).map(Number);
  expect(new Set(seconds).size).toBe(301);
  expect(Math.max(...seconds) - NOW).toBe(150);
  expect(chosen[301]).toBeUndefined();
});

it.each(['vistarkriya', 'kamiokash', 'payinout'] as const)(
  'leaves %s the time of sending: nothing says that a signature counts once',
  (id) => {
    const choose = distinctTimestamps(findProvider(id));
    expect(choose(requestOf('/', ''), NOW_MS)).toBeUndefined();
  },
);
