import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import type { SandboxSettings } from './state.js';

/**
 * Refuses values that the provider does not know: a rule that is misspelled would silently not be
 * there. What it does not have at all, such as modules, is left alone, as on the command line.
 *
 * @throws VkError `usage`
 */
export function checkSettings(settings: SandboxSettings, provider: Provider): void {
  const { mode, strictCode, errorShape, modules = [], allowedIps = [], ratePerMinute } = settings;
  const code = provider.headers.auth.find(({ carries }) => carries === 'code');
  checkChoice('mode', mode, ['sandbox', 'live']);
  checkChoice('strictCode', strictCode, Object.keys(code?.dialects ?? {}));
  checkChoice(
    'errorShape',
    errorShape,
    provider.errorShapes.map(({ id }) => id),
  );
  for (const name of modules) {
    checkChoice(
      'modules',
      name,
      provider.modules.map((module) => module.name),
    );
  }
  const most = provider.ipAllowlist?.maximum ?? Number.POSITIVE_INFINITY;
  if (allowedIps.length > most) {
    throw new VkError(
      'usage',
      `allowedIps has ${allowedIps.length} addresses, and ${provider.name} takes ${most}`,
      `Give at most ${most}.`,
    );
  }
  if (ratePerMinute !== undefined && !(Number.isSafeInteger(ratePerMinute) && ratePerMinute > 0)) {
    throw new VkError(
      'usage',
      `ratePerMinute ${ratePerMinute} is no number of requests a minute`,
      'Give a whole number from 1.',
    );
  }
}

function checkChoice(name: string, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && choices.length > 0 && !choices.includes(value)) {
    throw new VkError(
      'usage',
      `${name} ${JSON.stringify(value)} is not known`,
      `The choices are ${choices.join(', ')}.`,
    );
  }
}
