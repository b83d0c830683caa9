import { missingFields } from '../core/headers.js';
import { SHORTEST_REDACTED } from '../core/redact.js';
import type { Settings } from './settings.js';

/** What is odd about a credential, in words that are safe to print. None of it stops a command. */
export function credentialNotes(settings: Settings): string[] {
  const { provider, credential } = settings;
  const shapes = provider.credential.flatMap(({ id, label, shape }) => {
    const value = credential.fields[id];
    return value === undefined || shape.pattern.test(value)
      ? []
      : [`the ${label} is not ${shape.expected}`];
  });
  const missing = missingFields(provider, credential).map(
    ({ label }) => `there is no ${label}: its header is left out`,
  );
  return [...sourceNotes(settings), ...shapes, ...missing, ...shortNote(settings)];
}

function shortNote({ credential: { secret } }: Settings): string[] {
  return secret.reveal().length < SHORTEST_REDACTED
    ? ['the API secret is too short to be kept out of what vk prints']
    : [];
}

/** What is odd about where a credential came from. */
export function sourceNotes({ overrides, trimmed, profile }: Settings): string[] {
  return [
    ...overrides.map((name) => `${name} overrides profile ${profile ?? ''}`),
    ...trimmed.map((name) => `the line break at the end of ${name} was left out`),
  ];
}
