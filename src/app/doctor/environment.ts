import { variable, type Environment, type NamedProfile } from '../value-sources.js';
import { fail, ok, warn, type Check, type Subject } from './check.js';

/**
 * Variables that change what vk does.
 *
 * @param profile the one that is named or current, whether or not variables set it aside
 */
export function checkEnvironment(env: Environment, profile: NamedProfile | undefined): Check[] {
  const found = [
    ...OVERRIDES.flatMap((override) => overrideCheck(env, override, profile)),
    ...mixedCheck(env, profile),
    ...choiceChecks(env),
    ...nodeChecks(env),
  ];
  return found.length === 0
    ? [ok({ id: 'environment', title: 'environment' }, 'no variable changes what vk does')]
    : found;
}

/** The members of a profile that a variable wins over. */
const OVERRIDES = [
  { name: 'VK_API_KEY', member: 'apiKey' },
  { name: 'VK_API_SECRET', member: 'secret' },
  { name: 'VK_CODE', member: 'code' },
  { name: 'VK_EMAIL', member: 'email' },
  { name: 'VK_WEBHOOK_SECRET', member: 'webhookSecret' },
  { name: 'VK_BASE_URL', member: 'baseUrl' },
] as const;

function overrideCheck(
  env: Environment,
  { name, member }: (typeof OVERRIDES)[number],
  profile: NamedProfile | undefined,
): Check[] {
  const value = variable(env, name);
  if (value === undefined) {
    return [];
  }
  if (profile === undefined) {
    return [ok(subjectOf(name), `${name} is set`)];
  }
  return profile.profile[member] === value
    ? [ok(subjectOf(name), `${name} is set, to what profile ${profile.name} says too`)]
    : [
        warn(
          subjectOf(name),
          `${name} is set and wins over profile ${profile.name}`,
          `If the profile is meant: unset ${name}`,
        ),
      ];
}

/** A key that signs with another account's secret is refused by any API. */
function mixedCheck(env: Environment, profile: NamedProfile | undefined): Check[] {
  const hasKey = variable(env, 'VK_API_KEY') !== undefined;
  const hasSecret = variable(env, 'VK_API_SECRET') !== undefined;
  if (profile === undefined || hasKey === hasSecret) {
    return [];
  }
  const [mine, other] = hasKey ? ['key', 'secret'] : ['secret', 'key'];
  return [
    warn(
      { id: 'env:mixed', title: 'environment' },
      `the ${mine} comes from the environment and the ${other} from profile ${profile.name}`,
      'They have to belong together: set both variables, or neither.',
    ),
  ];
}

const CHOICES = [
  ['VK_PROFILE', 'chooses the profile'],
  ['VK_PROVIDER', 'chooses the provider'],
  ['VK_YES', 'confirms live writes without asking'],
] as const;

function choiceChecks(env: Environment): Check[] {
  return CHOICES.flatMap(([name, effect]) => {
    const value = variable(env, name);
    return value === undefined ? [] : [ok(subjectOf(name), `${name}=${value} ${effect}`)];
  });
}

function nodeChecks(env: Environment): Check[] {
  const unchecked = variable(env, 'NODE_TLS_REJECT_UNAUTHORIZED') === '0';
  const authorities = variable(env, 'NODE_EXTRA_CA_CERTS');
  return [
    ...(unchecked
      ? [
          fail(
            subjectOf('NODE_TLS_REJECT_UNAUTHORIZED'),
            'NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate: anybody on the way can read along',
            'Unset it. For an authority of your own, name its certificate in SSL_CERT_FILE.',
          ),
        ]
      : []),
    ...(authorities === undefined
      ? []
      : [
          warn(
            subjectOf('NODE_EXTRA_CA_CERTS'),
            'NODE_EXTRA_CA_CERTS slows each start: Node reads that file first, whatever vk is to do',
            'Use SSL_CERT_FILE instead, which vk reads only when it connects.',
          ),
        ]),
  ];
}

function subjectOf(name: string): Subject {
  return { id: `env:${name}`, title: 'environment' };
}
