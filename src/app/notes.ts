import { missingFields } from '../core/headers.js';
import type { Settings } from './settings.js';

/** What is odd about a credential, in words that are safe to print. None of it stops a command. */
export function credentialNotes({
  provider,
  credential,
  overrides,
  trimmed,
  profile,
}: Settings): string[] {
  const shapes = provider.credential.flatMap(({ id, label, shape }) => {
    const value = credential.fields[id];
    return value === undefined || shape.pattern.test(value)
      ? []
      : [`the ${label} is not ${shape.expected}`];
  });
  const missing = missingFields(provider, credential).map(
    ({ label }) => `there is no ${label}: its header is left out`,
  );
  const replaced = overrides.map((name) => `${name} overrides profile ${profile ?? ''}`);
  const cut = trimmed.map((name) => `the line break at the end of ${name} was left out`);
  return [...replaced, ...cut, ...shapes, ...missing];
}
