import type { LoadedCommand } from './command.js';

export interface CommandEntry {
  /** One word, or noun and verb: `profile add`. */
  readonly name: string;
  readonly summary: string;
  readonly group: CommandGroup;
  /** The command itself, in a file of its own that loads when it is used. */
  readonly load: () => Promise<LoadedCommand>;
}

export type CommandGroup = 'Requests:' | 'Webhooks:' | 'Credentials:' | 'Local sandbox:' | 'Shell:';

/** What a noun with several verbs is about. */
export const NOUNS: Readonly<Record<string, string>> = {
  profile: 'credentials of an API account',
  webhook: 'the calls that a provider makes to you',
};

/** All commands, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'call',
    summary: 'sign a request, send it, and print the answer',
    group: 'Requests:',
    load: async () => (await import('./commands/call.js')).callCommand,
  },
  {
    name: 'sign',
    summary: 'print the headers that sign a request; send nothing',
    group: 'Requests:',
    load: async () => (await import('./commands/sign.js')).signCommand,
  },
  {
    name: 'explain',
    summary: 'show the signature of a request step by step; send nothing',
    group: 'Requests:',
    load: async () => (await import('./commands/explain.js')).explainCommand,
  },
  {
    name: 'diagnose',
    summary: 'find out why a signature does not match',
    group: 'Requests:',
    load: async () => (await import('./commands/diagnose.js')).diagnoseCommand,
  },
  {
    name: 'webhook verify',
    summary: 'verify a payload and say why it fails',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-verify.js')).webhookVerifyCommand,
  },
  {
    name: 'webhook sign',
    summary: 'print the headers that sign a payload',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-sign.js')).webhookSignCommand,
  },
  {
    name: 'webhook send',
    summary: 'send a test event to a handler, or all that it must refuse',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-send.js')).webhookSendCommand,
  },
  {
    name: 'webhook listen',
    summary: 'receive, verify, record and pass on webhooks',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-listen.js')).webhookListenCommand,
  },
  {
    name: 'webhook list',
    summary: 'list the webhooks that were received',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-list.js')).webhookListCommand,
  },
  {
    name: 'webhook show',
    summary: 'show a webhook that was received',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-show.js')).webhookShowCommand,
  },
  {
    name: 'webhook replay',
    summary: 'send a webhook that was received to the handler again',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-replay.js')).webhookReplayCommand,
  },
  {
    name: 'webhook audit',
    summary: 'verify a log of deliveries',
    group: 'Webhooks:',
    load: async () => (await import('./commands/webhook-audit.js')).webhookAuditCommand,
  },
  {
    name: 'profile add',
    summary: 'store the credentials of an account',
    group: 'Credentials:',
    load: async () => (await import('./commands/profile-add.js')).profileAddCommand,
  },
  {
    name: 'profile list',
    summary: 'list the profiles',
    group: 'Credentials:',
    load: async () => (await import('./commands/profile-list.js')).profileListCommand,
  },
  {
    name: 'profile show',
    summary: 'show a profile, its secret masked',
    group: 'Credentials:',
    load: async () => (await import('./commands/profile-show.js')).profileShowCommand,
  },
  {
    name: 'profile use',
    summary: 'make a profile the current one',
    group: 'Credentials:',
    load: async () => (await import('./commands/profile-use.js')).profileUseCommand,
  },
  {
    name: 'profile remove',
    summary: 'forget a profile and its secret',
    group: 'Credentials:',
    load: async () => (await import('./commands/profile-remove.js')).profileRemoveCommand,
  },
  {
    name: 'sandbox',
    summary: 'run the providers on this machine',
    group: 'Local sandbox:',
    load: async () => (await import('./commands/sandbox.js')).sandboxCommand,
  },
  {
    name: 'completion',
    summary: "print a shell's completion script",
    group: 'Shell:',
    load: async () => (await import('./commands/completion.js')).completionCommand,
  },
];
