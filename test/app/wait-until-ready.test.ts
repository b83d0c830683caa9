import { describe, expect, it } from 'vitest';
import type { ConnectionPort } from '../../src/app/ports.js';
import { readReadyFile, waitUntilReady } from '../../src/app/wait-until-ready.js';
import { VkError } from '../../src/core/error.js';
import { refusal } from './refusal.js';

/** A world in which time passes only while somebody waits. */
function world(isUp: (origin: string, ms: number) => boolean) {
  let ms = 0;
  const tries: string[] = [];
  const pauses: number[] = [];
  const connection: ConnectionPort = {
    lookup: async () => await Promise.resolve([]),
    connect: async ({ origin }) => {
      tries.push(`${ms}: ${origin}`);
      return isUp(origin, ms)
        ? await Promise.resolve({ address: '127.0.0.1', elapsedMs: 1 })
        : await Promise.reject(new VkError('network', `${origin} is not up`, ''));
    },
  };
  const pause = async (pauseMs: number): Promise<void> => {
    pauses.push(pauseMs);
    ms += pauseMs;
    await Promise.resolve();
  };
  return { tries, pauses, ports: { connection, nowMs: () => ms, pause } };
}

function noFile(): never {
  throw new VkError('file', 'cannot read r.json', '');
}

const A = 'http://127.0.0.1:1/api';
const B = 'http://127.0.0.1:2';

describe('waiting', () => {
  it('ends at once where everything is up', async () => {
    const { tries, pauses, ports } = world(() => true);
    expect(await waitUntilReady(() => [A, B], 1000, ports)).toEqual([A, B]);
    expect(tries).toEqual(['0: http://127.0.0.1:1', '0: http://127.0.0.1:2']);
    expect(pauses).toEqual([]);
  });

  it('goes on until the last of them is up, and never hurries', async () => {
    const { pauses, ports } = world((origin, ms) => origin !== B || ms >= 120);
    expect(await waitUntilReady(() => [A, B], 1000, ports)).toEqual([A, B]);
    expect(pauses).toEqual([50, 50, 50]);
  });

  it('asks for the addresses anew, as a file of an earlier run may still be there', async () => {
    const { tries, ports } = world((origin) => origin === B);
    const answers = [[A], [B]];
    expect(await waitUntilReady(() => answers.shift() ?? [], 1000, ports)).toEqual([B]);
    expect(tries).toEqual([`0: http://127.0.0.1:1`, `50: ${B}`]);
  });

  it('gives up in time, and says what was missing', async () => {
    const { pauses, ports } = world(() => false);
    await expect(waitUntilReady(() => [B], 200, ports)).rejects.toThrow(
      refusal('timeout', `not ready after 0.2 s: ${B} is not up`, '--timeout'),
    );
    expect(pauses).toHaveLength(4);
  });

  it('says so too where there never was an address', async () => {
    const { ports } = world(() => true);
    await expect(waitUntilReady(noFile, 100, ports)).rejects.toThrow(
      refusal('timeout', 'cannot read r.json', ''),
    );
  });

  it('passes on what is no fault of the network', async () => {
    const { ports } = world(() => {
      throw new TypeError('a fault in vk');
    });
    await expect(waitUntilReady(() => [A], 100, ports)).rejects.toThrow('a fault in vk');
  });
});

describe('a ready file', () => {
  it.each([
    [{ servers: [{ baseUrl: A }, { baseUrl: B }] }, [A, B]],
    [{ url: B, port: 2 }, [B]],
  ])('%j', (data, urls) => {
    expect(readReadyFile('r', Buffer.from(JSON.stringify(data)))).toEqual(urls);
  });

  it.each([
    '',
    '{',
    '{}',
    'null',
    '[]',
    '{"servers":[]}',
    '{"servers":{}}',
    '{"url":1}',
    '{"servers":[null]}',
  ])('refuses %j', (text) => {
    expect(() => readReadyFile('r', Buffer.from(text))).toThrow(
      refusal('file', 'r holds no address', '--ready-file'),
    );
  });
});
