import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { historyLine } from '../../src/app/history-line.js';
import { parseHistoryLine, type HistoryEntry } from '../../src/app/history.js';

const text = fc.string({ unit: 'binary' });
const headers = fc.array(fc.tuple(text, text), { maxLength: 4 });
const body = fc.option(
  fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.json().map((json) => new Uint8Array(Buffer.from(json))),
  ),
  { nil: undefined },
);
const optional = fc.option(text, { nil: undefined });

const anyEntry: fc.Arbitrary<HistoryEntry> = fc.record({
  id: text,
  timeMs: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  command: fc.constantFrom('call', 'replay', 'batch'),
  provider: text,
  profile: optional,
  isLocal: fc.boolean(),
  sandbox: optional,
  origin: text,
  mode: optional,
  request: fc.record({ method: text, target: text, headers, bodyBytes: fc.nat(), body }),
  stringToSignSha256: optional,
  response: fc.option(
    fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      statusText: text,
      ms: fc.nat().map((tenths) => tenths / 10),
      headers,
      bodyBytes: fc.nat(),
      body,
    }),
    { nil: undefined },
  ),
  error: fc.option(fc.record({ code: text, message: text }), { nil: undefined }),
});

it('is the JSON of all that an entry has, on one line', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const line = historyLine(entry);
      expect(line).toBe(`${JSON.stringify(documentOf(entry))}\n`);
      const parsed = parseHistoryLine(Buffer.from(line));
      expect(parsed && historyLine(parsed)).toBe(line);
    }),
  );
});

/** In the order of the document, by JSON.stringify, which leaves out what is undefined. */
function documentOf({ timeMs, request, response, ...others }: HistoryEntry): unknown {
  const { id, command, provider, profile, isLocal, sandbox, origin, mode } = others;
  const { stringToSignSha256, error } = others;
  const { method, target, ...asked } = request;
  return {
    id,
    time: new Date(timeMs).toISOString(),
    command,
    provider,
    profile,
    isLocal,
    sandbox,
    origin,
    mode,
    request: { method, target, ...contentOf(asked) },
    stringToSignSha256,
    response: response && {
      status: response.status,
      statusText: response.statusText,
      ms: response.ms,
      ...contentOf(response),
    },
    error,
  };
}

function contentOf({
  headers: all,
  bodyBytes,
  body: bytes,
}: Pick<HistoryEntry['request'], 'headers' | 'bodyBytes' | 'body'>): object {
  const decoded = bytes && Buffer.from(bytes).toString();
  const isText = bytes && Buffer.compare(Buffer.from(decoded ?? ''), bytes) === 0;
  return {
    headers: all,
    bodyBytes,
    body: isText ? decoded : undefined,
    bodyBase64: bytes && !isText ? Buffer.from(bytes).toString('base64') : undefined,
  };
}
