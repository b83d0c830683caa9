import type { LoadedCommand } from './command.js';

export interface CommandEntry {
  /** One word, or noun and verb: `profile add`. */
  readonly name: string;
  readonly summary: string;
  readonly group: CommandGroup;
  /** The command itself, in a file of its own that loads when it is used. */
  readonly load: () => Promise<LoadedCommand>;
}

export type CommandGroup =
  'Requests:' | 'Webhooks:' | 'Credentials:' | 'Local sandbox:' | 'Reference:' | 'Shell:';

/** What a noun with several verbs is about. */
export const NOUNS: Readonly<Record<string, string>> = {
  history: 'the calls that were made',
  profile: 'credentials of an API account',
  provider: 'what the providers document',
  webhook: 'the calls that a provider makes to you',
};

/** All commands, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  ...group('Requests:', [
    {
      name: 'call',
      summary: 'sign a request, send it, and print the answer',
      load: async () => (await import('./commands/call.js')).callCommand,
    },
    {
      name: 'sign',
      summary: 'print the headers that sign a request; send nothing',
      load: async () => (await import('./commands/sign.js')).signCommand,
    },
    {
      name: 'explain',
      summary: 'show the signature of a request step by step; send nothing',
      load: async () => (await import('./commands/explain.js')).explainCommand,
    },
    {
      name: 'snippet',
      summary: 'print a program that makes a request, in one of eight languages',
      load: async () => (await import('./commands/snippet.js')).snippetCommand,
    },
    {
      name: 'diagnose',
      summary: 'find out why a signature does not match',
      load: async () => (await import('./commands/diagnose.js')).diagnoseCommand,
    },
    {
      name: 'replay',
      summary: 'make recorded calls again and compare the answers',
      load: async () => (await import('./commands/replay.js')).replayCommand,
    },
    {
      name: 'history list',
      summary: 'list the calls that were made',
      load: async () => (await import('./commands/history-list.js')).historyListCommand,
    },
    {
      name: 'history show',
      summary: 'show a call and its answer',
      load: async () => (await import('./commands/history-show.js')).historyShowCommand,
    },
    {
      name: 'history export',
      summary: 'write calls as JSON lines, a HAR or curl commands',
      load: async () => (await import('./commands/history-export.js')).historyExportCommand,
    },
    {
      name: 'history clear',
      summary: 'forget all calls',
      load: async () => (await import('./commands/history-clear.js')).historyClearCommand,
    },
    {
      name: 'batch',
      summary: 'make the calls of a file, many at once',
      load: async () => (await import('./commands/batch.js')).batchCommand,
    },
  ]),
  ...group('Webhooks:', [
    {
      name: 'webhook verify',
      summary: 'verify a payload and say why it fails',
      load: async () => (await import('./commands/webhook-verify.js')).webhookVerifyCommand,
    },
    {
      name: 'webhook sign',
      summary: 'print the headers that sign a payload',
      load: async () => (await import('./commands/webhook-sign.js')).webhookSignCommand,
    },
    {
      name: 'webhook send',
      summary: 'send a test event to a handler, or all that it must refuse',
      load: async () => (await import('./commands/webhook-send.js')).webhookSendCommand,
    },
    {
      name: 'webhook listen',
      summary: 'receive, verify, record and pass on webhooks',
      load: async () => (await import('./commands/webhook-listen.js')).webhookListenCommand,
    },
    {
      name: 'webhook list',
      summary: 'list the webhooks that were received',
      load: async () => (await import('./commands/webhook-list.js')).webhookListCommand,
    },
    {
      name: 'webhook show',
      summary: 'show a webhook that was received',
      load: async () => (await import('./commands/webhook-show.js')).webhookShowCommand,
    },
    {
      name: 'webhook replay',
      summary: 'send a webhook that was received to the handler again',
      load: async () => (await import('./commands/webhook-replay.js')).webhookReplayCommand,
    },
    {
      name: 'webhook audit',
      summary: 'verify a log of deliveries',
      load: async () => (await import('./commands/webhook-audit.js')).webhookAuditCommand,
    },
  ]),
  ...group('Credentials:', [
    {
      name: 'profile add',
      summary: 'store the credentials of an account',
      load: async () => (await import('./commands/profile-add.js')).profileAddCommand,
    },
    {
      name: 'profile list',
      summary: 'list the profiles',
      load: async () => (await import('./commands/profile-list.js')).profileListCommand,
    },
    {
      name: 'profile show',
      summary: 'show a profile, its secret masked',
      load: async () => (await import('./commands/profile-show.js')).profileShowCommand,
    },
    {
      name: 'profile use',
      summary: 'make a profile the current one',
      load: async () => (await import('./commands/profile-use.js')).profileUseCommand,
    },
    {
      name: 'profile edit',
      summary: 'change a profile, or move its secret to another store',
      load: async () => (await import('./commands/profile-edit.js')).profileEditCommand,
    },
    {
      name: 'profile rename',
      summary: 'give a profile another name',
      load: async () => (await import('./commands/profile-rename.js')).profileRenameCommand,
    },
    {
      name: 'profile copy',
      summary: 'store a profile under a second name',
      load: async () => (await import('./commands/profile-copy.js')).profileCopyCommand,
    },
    {
      name: 'profile remove',
      summary: 'forget a profile and its secret',
      load: async () => (await import('./commands/profile-remove.js')).profileRemoveCommand,
    },
    {
      name: 'profile export',
      summary: 'write profiles to a file, secrets encrypted or left out',
      load: async () => (await import('./commands/profile-export.js')).profileExportCommand,
    },
    {
      name: 'profile import',
      summary: 'read profiles from a file',
      load: async () => (await import('./commands/profile-import.js')).profileImportCommand,
    },
    {
      name: 'profile check',
      summary: 'try a profile with a free GET against its API',
      load: async () => (await import('./commands/profile-check.js')).profileCheckCommand,
    },
    {
      name: 'doctor',
      summary: 'look at what calls depend on: files, secrets, clock, network',
      load: async () => (await import('./commands/doctor.js')).doctorCommand,
    },
  ]),
  ...group('Local sandbox:', [
    {
      name: 'sandbox',
      summary: 'run the providers on this machine',
      load: async () => (await import('./commands/sandbox.js')).sandboxCommand,
    },
    {
      name: 'wait',
      summary: 'wait until a sandbox, or anything else, takes connections',
      load: async () => (await import('./commands/wait.js')).waitCommand,
    },
  ]),
  ...group('Reference:', [
    {
      name: 'errors',
      summary: 'what an error code means, and what to do',
      load: async () => (await import('./commands/errors.js')).errorsCommand,
    },
    {
      name: 'endpoints',
      summary: 'the documented endpoints',
      load: async () => (await import('./commands/endpoints.js')).endpointsCommand,
    },
    {
      name: 'events',
      summary: 'the webhooks that providers send',
      load: async () => (await import('./commands/events.js')).eventsCommand,
    },
    {
      name: 'provider list',
      summary: 'list the providers',
      load: async () => (await import('./commands/provider-list.js')).providerListCommand,
    },
    {
      name: 'provider show',
      summary: 'what a provider documents, and where',
      load: async () => (await import('./commands/provider-show.js')).providerShowCommand,
    },
  ]),
  ...group('Shell:', [
    {
      name: 'completion',
      summary: "complete vk's words in your shell",
      load: async () => (await import('./commands/completion.js')).completionCommand,
    },
  ]),
];

function group(
  name: CommandGroup,
  entries: readonly Omit<CommandEntry, 'group'>[],
): CommandEntry[] {
  return entries.map((entry) => ({ ...entry, group: name }));
}
