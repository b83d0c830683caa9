import { VkError } from '../core/error.js';
import type { Provider } from '../core/provider.js';
import { findProvider, providers } from '../providers/registry.js';
import { parseAllowlist } from '../sandbox/allowlist.js';
import type { SandboxSettings } from '../sandbox/state.js';
import type { OptionGroup } from './command.js';
import { CODE_HEADERS, parseChoice } from './flags.js';
import type { Words } from './words.js';

const all: readonly Provider[] = providers;

/** The shapes of those providers that have more than one. */
const ERROR_SHAPES: readonly string[] = all.flatMap(({ errorShapes }) =>
  errorShapes.length > 1 ? errorShapes.map(({ id }) => id) : [],
);

/** Modules that are not free. */
const MODULES: readonly string[] = all.flatMap(({ modules }) =>
  modules.flatMap(({ name, access }) => (access === 'free' ? [] : [name])),
);

/** What the sandbox insists on; each where the provider has it. */
export const SANDBOX_RULE_OPTIONS: OptionGroup = {
  heading: 'Rules, where the provider has them:',
  options: [
    {
      flags: '--strict-code <name>',
      summary: 'take the code from this header only',
      choices: CODE_HEADERS,
    },
    { flags: '--error-shape <name>', summary: 'how errors are written', choices: ERROR_SHAPES },
    {
      flags: '--allow-ip <addresses>',
      summary: 'refuse callers from elsewhere; addresses or networks, joined by commas',
    },
    { flags: '--rate <number>', summary: 'requests a minute and API key, such as 60' },
    {
      flags: '--module <names>',
      summary: `activate these, joined by commas: ${MODULES.join(', ')}`,
    },
  ],
};

/** @throws VkError `usage` */
export function readSandboxSettings(words: Words): Omit<SandboxSettings, 'mode'> {
  const strictCode = parseChoice('--strict-code', words.text('strict-code'), CODE_HEADERS);
  const errorShape = parseChoice('--error-shape', words.text('error-shape'), ERROR_SHAPES);
  const allowedIps = readAddresses(words);
  const rate = words.text('rate');
  const modules = listOf(words.text('module'))?.map(moduleNamed);
  return {
    ...(strictCode !== undefined && { strictCode }),
    ...(errorShape !== undefined && { errorShape }),
    ...(allowedIps !== undefined && { allowedIps }),
    ...(rate !== undefined && { ratePerMinute: parseRate(rate) }),
    ...(modules !== undefined && { modules }),
  };
}

function readAddresses(words: Words): readonly string[] | undefined {
  const addresses = listOf(words.text('allow-ip'));
  if (addresses === undefined) {
    return undefined;
  }
  parseAllowlist(addresses);
  const served = words.list('provider')?.map(findProvider) ?? all;
  for (const { name, ipAllowlist } of served) {
    const maximum = ipAllowlist?.maximum ?? Number.POSITIVE_INFINITY;
    if (addresses.length > maximum) {
      throw new VkError(
        'usage',
        `--allow-ip has ${addresses.length} addresses, and ${name} takes ${maximum}`,
        `Give at most ${maximum}, or leave ${name} out with --provider.`,
      );
    }
  }
  return addresses;
}

function parseRate(text: string): number {
  const [, perMinute] = /^([1-9]\d{0,8})(?:\/min)?$/.exec(text) ?? [];
  if (perMinute === undefined) {
    throw new VkError(
      'usage',
      `--rate ${JSON.stringify(text)} is no number of requests a minute`,
      'Write a whole number from 1, such as 60 or 60/min.',
    );
  }
  return Number(perMinute);
}

function moduleNamed(text: string): string {
  const found = MODULES.find((name) => name.toLowerCase() === text.toLowerCase());
  if (found === undefined) {
    throw new VkError(
      'usage',
      `--module ${JSON.stringify(text)} is no module that can be activated`,
      `The choices are ${MODULES.join(', ')}.`,
    );
  }
  return found;
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((each) => each.trim());
}
