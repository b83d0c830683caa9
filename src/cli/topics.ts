/** What `vk help` explains beside the commands. */
export interface Topic {
  /** One word: `exit-codes`. */
  readonly name: string;
  readonly summary: string;
  /** The text, in a file of its own that loads when it is read. */
  readonly load: () => Promise<readonly Block[]>;
}

/** A paragraph, names with what they mean, or lines that stay as they are. Help and man pages lay it out. */
export type Block =
  | { readonly text: string }
  | { readonly rows: readonly (readonly [name: string, meaning: string])[] }
  | { readonly lines: readonly string[] };

/** All topics, in the order of the help. */
export const TOPICS: readonly Topic[] = [
  {
    name: 'request-items',
    summary: 'how words make a request',
    load: async () => (await import('./topics/request-items.js')).requestItems,
  },
  {
    name: 'environment',
    summary: 'variables, and what wins over what',
    load: async () => (await import('./topics/environment.js')).environment,
  },
  {
    name: 'exit-codes',
    summary: 'what each exit status means',
    load: async () => (await import('./topics/exit-codes.js')).exitCodes,
  },
  {
    name: 'providers',
    summary: 'who is supported, and what they sign',
    load: async () => (await import('./topics/providers.js')).providerTopic,
  },
  {
    name: 'security',
    summary: 'secrets, the live guard, what leaves the machine',
    load: async () => (await import('./topics/security.js')).security,
  },
];
