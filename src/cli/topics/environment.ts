import type { Block } from '../topics.js';

type Row = readonly [name: string, meaning: string];

/** Every variable that vk reads on purpose of its user; a test holds it against the sources. */
export const VARIABLES: readonly Row[] = [
  ['VK_API_KEY, VK_API_SECRET', 'the credential; with both set, no profile is needed'],
  ['VK_CODE, VK_EMAIL', 'its other parts, where the provider has them'],
  ['VK_WEBHOOK_SECRET', 'the secret that webhooks are signed with'],
  ['VK_PROFILE', 'as --profile'],
  ['VK_PROVIDER', 'as --provider'],
  ['VK_BASE_URL', 'as --base-url'],
  ['VK_YES', 'as --yes: confirms a live write, and never makes one live'],
  ['VK_CONFIG_DIR', 'the folder of the profiles'],
  ['VK_STATE_DIR', 'the folder of what is recorded'],
  ['VK_HISTORY_DAYS, VK_HISTORY_MAX_MB', 'how long, and how much of, the history is kept'],
  ['VK_DEBUG', '1 adds a trace to every error'],
  ['HTTPS_PROXY, NO_PROXY', 'a proxy for https, and the hosts that need none'],
  ['SSL_CERT_FILE', 'further certificate authorities, PEM'],
  ['NO_COLOR, FORCE_COLOR, TERM', 'colour; it is for terminals only'],
  ['VISUAL, EDITOR', 'the editor that webhook verify --editor opens'],
  ['XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME', 'the folders around the folders of vk'],
];

export const environment: readonly Block[] = [
  { rows: VARIABLES },
  {
    text: 'A flag wins over the environment; then come .vk.json of the working folder or one above it (never secrets), the profile, and the default of the provider. A variable that is set to nothing counts as not set.',
  },
  { text: 'What a command here would use, and where each value is from:' },
  { lines: ['vk profile show --origin', 'vk sign GET /wallet/balance -v'] },
  { text: 'In CI, without a profile:' },
  {
    lines: [
      'export VK_PROVIDER=vistarkriya VK_API_KEY=... VK_API_SECRET=... VK_CODE=123456',
      'vk call GET /wallet/balance --query data.balance',
    ],
  },
];
