import { expect, it } from 'vitest';
import { providers } from '../../src/providers/registry.js';
import { malformed } from '../../src/sandbox/malformed.js';
import { newState } from '../../src/sandbox/state.js';
import { START, text } from './requests.js';

it.each([
  [400, 'these bytes are no HTTP request'],
  [405, 'CONNECT is for proxies'],
  [408, 'the request did not arrive in time'],
  [431, 'the headers are too large'],
])('%i says why, in each shape of each provider', (status, message) => {
  for (const provider of providers) {
    for (const { id } of provider.errorShapes) {
      const state = newState([], { mode: 'sandbox', errorShape: id });
      const answer = malformed({ provider, state, nowMs: START }, status);
      expect([provider.id, id, answer.status]).toEqual([provider.id, id, status]);
      expect(text(answer)).toContain(JSON.stringify(message));
      expect(JSON.parse(text(answer))).toBeInstanceOf(Object);
    }
  }
});
