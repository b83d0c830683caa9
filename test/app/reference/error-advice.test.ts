import { expect, it } from 'vitest';
import { ERROR_ADVICE } from '../../../src/app/reference/error-advice.js';
import type { Provider } from '../../../src/core/provider.js';
import { providers } from '../../../src/providers/registry.js';

it('has advice on each documented code, and on no other', () => {
  const documented = providers.flatMap(({ id, errors }: Provider) =>
    errors.map(({ code }) => `${id} ${code}`),
  );
  const advised = Object.entries(ERROR_ADVICE).flatMap(([id, codes]) =>
    Object.keys(codes).map((code) => `${id} ${code}`),
  );
  expect(advised.toSorted()).toEqual(documented.toSorted());
  for (const { causes, run } of Object.values(ERROR_ADVICE).flatMap((codes) =>
    Object.values(codes),
  )) {
    expect(causes.length).toBeGreaterThan(0);
    expect(run.every((command) => command.startsWith('vk '))).toBe(true);
  }
});
