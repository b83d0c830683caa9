import type { HistoryEntry } from '../../src/app/history.js';

/** A call of which only what matters is given; it was answered 200. */
export function entryOf({
  status = 200,
  answer = '{}',
  ...given
}: Partial<HistoryEntry> & { status?: number | undefined; answer?: string } = {}): HistoryEntry {
  const body = Buffer.from(answer);
  return {
    id: 'bcdfghjkmn',
    timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    command: 'call',
    provider: 'vistarkriya',
    isLocal: false,
    origin: 'https://api.example.com',
    request: { method: 'GET', target: '/api/v1/wallet/balance', headers: [], bodyBytes: 0 },
    ...('error' in given
      ? {}
      : {
          response: {
            status,
            statusText: 'OK',
            ms: 12.3,
            headers: [['Content-Type', 'application/json']],
            bodyBytes: body.length,
            body,
          },
        }),
    ...given,
  };
}
