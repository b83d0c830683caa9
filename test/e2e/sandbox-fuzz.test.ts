import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { Provider } from '../../src/core/provider.js';
import { findProvider } from '../../src/providers/registry.js';
import type { SandboxRequest } from '../../src/sandbox/rule.js';
import { fuzzRequest, randomOf, type Random } from '../sandbox/fuzz-requests.js';
import { answersOf, faultOfAnswer, type WireAnswer } from './wire-answers.js';
import { startSandbox, serverOf, type SandboxServer } from './vk.js';

/** Of each of the four; with those of test/sandbox/fuzz.test.ts they are 50,000. */
const REQUESTS = 1000;
const CONNECTIONS = 4;
const SLOW_CLIENTS = 25;

it(
  `answers ${4 * REQUESTS} requests over connections of all kinds`,
  { timeout: 60_000 },
  async () => {
    const ids = ['vistarkriya', 'kamiokash', 'influencemart', 'payinout'] as const;
    const args = ['--rate', '1000000', '--allow-ip', '127.0.0.1'];
    const sandbox = await startSandbox(ids, { args });
    const slow = sandbox.servers.map(({ port }) => slowClients(port));
    const outcomes = await Promise.all(
      ids.map(async (id, index) => await fuzz(serverOf(sandbox, id), findProvider(id), index)),
    );
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
    for (const { statuses } of outcomes) {
      expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 20);
      expect([...statuses.keys()]).toEqual(expect.arrayContaining([400, 401, 404, 405, 413, 431]));
    }
    for (const { stop } of slow) {
      // On a busy machine their time may be over before this.
      expect(stop()).toMatch(/^(?:HTTP\/1\.1 408 [^]*)?$/);
    }
    expect(sandbox.process.exitCode).toBeNull();
  },
);

/** They begin a request, and send nothing more. `stop` gives what they were told. */
function slowClients(port: number): { readonly stop: () => string } {
  const begun = ['GET / HT', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc'];
  let told = '';
  const sockets = Array.from({ length: SLOW_CLIENTS }, (_, index) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      told += chunk.toString();
    });
    socket.write(begun[index % begun.length] ?? '');
    return socket;
  });
  const stop = (): string => {
    for (const socket of sockets) {
      socket.destroy();
    }
    return told;
  };
  return { stop };
}

interface Outcome {
  readonly faults: readonly string[];
  readonly statuses: ReadonlyMap<number, number>;
}

async function fuzz({ port }: SandboxServer, provider: Provider, seed: number): Promise<Outcome> {
  const random = randomOf(seed);
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const special = [tooLarge()];
  let left = REQUESTS;
  const talk = async (): Promise<void> => {
    while (left > 0) {
      const conversation = special.pop() ?? conversationWith(provider, random);
      const received = await exchange(port, conversation);
      const answers = answersOf(received, conversation.heads);
      left -= Math.max(1, answers.length);
      for (const { status } of answers) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      const fault = faultOfConversation(conversation, answers, provider);
      if (fault !== undefined) {
        const shown = conversation.bytes.toString('latin1').slice(0, 3000);
        faults.push(`${fault}\n${shown}\n${received.slice(0, 3000)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, talk));
  return { faults, statuses };
}

interface Conversation {
  readonly bytes: Buffer;
  readonly requests: number;
  /** Which of the requests are HEAD. */
  readonly heads: readonly boolean[];
  /** Whether it may be answered, or has to be, once for each request. */
  readonly isAnswered: 'always' | 'maybe' | 'never';
  readonly ending: 'wait' | 'half-close' | 'abort';
}

function conversationWith(provider: Provider, random: Random): Conversation {
  const one = { requests: 1, heads: [false], ending: 'half-close' } as const;
  const kind = random.below(100);
  if (kind < 70) {
    return pipelined(provider, random, 1 + random.below(10));
  }
  if (kind < 85) {
    const bytes = Buffer.from(random.pick(MALFORMED), 'latin1');
    return { ...one, bytes, isAnswered: 'always' };
  }
  if (kind < 90) {
    const bytes = Buffer.from(
      Array.from({ length: 1 + random.below(200) }, () => random.below(256)),
    );
    return { ...one, bytes, isAnswered: 'maybe' };
  }
  const { bytes, heads } = pipelined(provider, random, 1);
  if (kind < 94) {
    return { ...one, bytes, heads, isAnswered: 'always' };
  }
  const cut = bytes.subarray(0, 1 + random.below(bytes.length - 1));
  return kind < 97
    ? { ...one, bytes: cut, heads, isAnswered: 'maybe' }
    : { ...one, bytes: cut, heads, isAnswered: 'never', ending: 'abort' };
}

/** A body above the limit. */
function tooLarge(): Conversation {
  const bytes = Buffer.concat([
    Buffer.from(`${POST}Content-Length: ${TEN_MEGABYTES}\r\n\r\n`),
    Buffer.alloc(TEN_MEGABYTES),
  ]);
  return { bytes, requests: 1, heads: [false], isAnswered: 'always', ending: 'wait' };
}

function pipelined(provider: Provider, random: Random, count: number): Conversation {
  const requests = Array.from({ length: count }, () =>
    fuzzRequest(provider, Date.now(), random, { hasWrongSignatures: false }),
  );
  return {
    bytes: Buffer.concat(
      requests.map((request, index) => written(request, index === count - 1, random)),
    ),
    requests: count,
    heads: requests.map(({ method }) => method === 'HEAD'),
    isAnswered: 'always',
    ending: 'wait',
  };
}

/** A request as it goes on the wire, its length said or in chunks. */
function written(request: SandboxRequest, isLast: boolean, random: Random): Buffer {
  const body = Buffer.from(request.body);
  const isChunked = body.length > 0 && random.chance(0.2);
  const headers = [
    ['Host', '127.0.0.1'],
    ...request.headers,
    isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)],
    ...(isLast ? [['Connection', 'close']] : []),
    ...(random.chance(0.03) ? [['Expect', 'the impossible']] : []),
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `${request.method} ${Buffer.from(request.target).toString('latin1')} HTTP/1.1`;
  return Buffer.concat([
    Buffer.from(`${head}\r\n${lines}\r\n`, 'latin1'),
    isChunked ? inChunks(body, random) : body,
  ]);
}

function inChunks(body: Buffer, random: Random): Buffer {
  const pieces: Buffer[] = [];
  for (let start = 0; start < body.length;) {
    const piece = body.subarray(start, start + 1 + random.below(500));
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
    start += piece.length;
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}

const POST = 'POST / HTTP/1.1\r\nHost: x\r\n';
const TEN_MEGABYTES = 10_000_000;

const MALFORMED = [
  'what is this\r\n\r\n',
  'GET\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
  'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n',
  'get / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nName : value\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n',
  'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  `${POST}Content-Length: -1\r\n\r\n`,
  `${POST}Content-Length: 1e3\r\n\r\n`,
  `${POST}Content-Length: 99999999999999999999\r\n\r\n`,
  `${POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
  `${POST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `${POST}Content-Length: 10\r\n\r\nabc`,
  `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
  `${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n`,
  `${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n`,
  `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n`,
  `${POST}Transfer-Encoding: chunked\r\n\r\n5\r\nabc`,
  `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(5000)}\r\n`,
] as const;

/** All that the server says until it hangs up. */
async function exchange(port: number, { bytes, ending }: Conversation): Promise<string> {
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
    socket.on('end', () => socket.end());
    // A server that hangs up while bytes are on their way resets the connection.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    if (ending === 'half-close') {
      socket.end(bytes);
    } else {
      socket.write(bytes, () => {
        if (ending === 'abort') {
          socket.destroy();
        }
      });
    }
  });
}

function faultOfConversation(
  { requests, isAnswered }: Conversation,
  answers: readonly WireAnswer[],
  provider: Provider,
): string | undefined {
  const last = answers.at(-1);
  // What follows bytes that are no HTTP is not looked at.
  const isCutShort = answers.length < requests && last !== undefined && last.isMalformed;
  if (isAnswered === 'always' && answers.length !== requests && !isCutShort) {
    return `${requests} requests got ${answers.length} answers`;
  }
  return answers
    .map((answer) => faultOfAnswer(answer, provider))
    .find((fault) => fault !== undefined);
}
