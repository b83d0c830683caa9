import type { Provider } from '../../core/provider.js';
import { providers } from '../../providers/registry.js';
import type { Block } from '../topics.js';

export const providerTopic: readonly Block[] = [
  {
    text: `A provider is chosen by --provider, VK_PROVIDER, .vk.json or the profile; by default it is ${providers[0].id}.`,
  },
  { rows: providers.map((provider: Provider) => [provider.id, describe(provider)] as const) },
  { text: 'What each of them documents, with its sources, and what its errors mean:' },
  {
    lines: [
      'vk provider list',
      `vk provider show ${providers[0].id}`,
      `vk endpoints ${providers[1].id}`,
      'vk errors HMAC_INVALID',
      `vk events ${providers[1].id}`,
    ],
  },
  { text: 'Each of them is in the local sandbox, without account or network:' },
  { lines: [`vk call GET /wallets --provider ${providers[1].id} --sandbox`] },
];

/** What the signature is of, and where the API is. */
function describe({ name, scheme, baseUrl, webhook }: Provider): string {
  const joined =
    scheme.separator === '' ? ', joined' : `, joined by ${JSON.stringify(scheme.separator)}`;
  const webhooks = webhook === undefined ? '' : '; signs webhooks';
  return `${name}: HMAC-${scheme.algorithm.toUpperCase()} over ${scheme.parts.join(', ')}${joined}${webhooks}; ${baseUrl ?? 'base URL to be given'}`;
}
