import { EXIT, type ExitCode } from '../../app/errors.js';
import { SECRET_NAMES, storeOf } from '../../app/kept-secrets.js';
import type { Profile, ProfileSet } from '../../app/ports.js';
import { BUNDLE_PURPOSE, writeBundle, writeSealedBundle } from '../../app/profile-bundle.js';
import { findProfile } from '../../app/profiles.js';
import { utf8 } from '../../core/bytes.js';
import { Secret } from '../../core/credential.js';
import { VkError } from '../../core/error.js';
import { seal } from '../../core/sealed.js';
import { defineCommand, type Context } from '../command.js';
import {
  PASSPHRASE_OPTIONS,
  readPassphraseSources,
  takePassphrase,
  type PassphraseSources,
} from '../passphrase.js';
import { writeNotes } from '../notes.js';
import { report } from '../report.js';

interface ExportInput {
  readonly names: readonly string[];
  readonly output: string | undefined;
  readonly withSecrets: boolean;
  readonly passphrase: PassphraseSources;
  readonly isJson: boolean;
}

export const profileExportCommand = defineCommand<ExportInput>({
  arguments: [
    {
      term: '[name...]',
      summary: 'stored profiles; all of them, if left out',
      values: 'profiles',
    },
  ],
  options: [
    {
      heading: 'Secrets:',
      options: [
        {
          flags: '--with-secrets',
          summary: 'export the secrets too, all encrypted under a passphrase',
        },
        ...PASSPHRASE_OPTIONS,
      ],
    },
    {
      heading: 'Output:',
      options: [
        { flags: '-o, --output <file>', summary: 'a file for its owner only, not standard output' },
        { flags: '--json', summary: 'one JSON document about it; needs --output' },
      ],
    },
  ],
  examples: [
    'vk profile export > profiles.json',
    'vk profile export prod --with-secrets --output prod.json',
  ],
  read,
  run,
});

function read(words: Parameters<typeof readPassphraseSources>[0]): ExportInput {
  const input = {
    names: words.args,
    output: words.text('output'),
    withSecrets: words.has('with-secrets'),
    passphrase: readPassphraseSources(words),
    isJson: words.has('json'),
  };
  const { fromVariable, fromFile } = input.passphrase;
  if (!input.withSecrets && (fromVariable ?? fromFile) !== undefined) {
    throw new VkError(
      'usage',
      'a passphrase is given, and nothing would be encrypted',
      'Add --with-secrets to export the secrets, encrypted under it.',
    );
  }
  if (input.isJson && input.output === undefined) {
    throw new VkError(
      'usage',
      'standard output is what is exported',
      'Name a file with --output, or leave --json out: the export is JSON itself.',
    );
  }
  return input;
}

async function run(input: ExportInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const chosen = choose(deps.profiles.read(), input.names);
  const text = input.withSecrets
    ? await encrypt(chosen, input, context)
    : writeBundle(chosen, false);
  if (!input.withSecrets && !input.isJson) {
    await writeNotes([leftOutNote(chosen)], context);
  }
  if (input.output === undefined) {
    terminal.stdout.write(text);
    return EXIT.done;
  }
  deps.files.write(input.output, utf8(text));
  const exported = [...chosen.keys()];
  const how = input.withSecrets ? ', encrypted' : '';
  const done = `${exported.join(', ')}: exported to ${input.output}${how}.`;
  report(terminal, input.isJson, { exported, path: input.output }, done);
  return EXIT.done;
}

function choose(set: ProfileSet, names: readonly string[]): ReadonlyMap<string, Profile> {
  const all = names.length === 0 ? [...set.profiles.keys()] : names;
  if (all.length === 0) {
    throw new VkError(
      'unknown-profile',
      'there is no profile to export',
      'Add one with vk profile add NAME.',
    );
  }
  return new Map(all.map((name) => [name, findProfile(set, name)]));
}

async function encrypt(
  chosen: ReadonlyMap<string, Profile>,
  { passphrase }: ExportInput,
  context: Context,
): Promise<string> {
  // The keychain may refuse: that is said before a passphrase is thought up.
  const whole = new Map<string, Profile>();
  for (const [name, profile] of chosen) {
    whole.set(name, await withOwnSecrets(profile, context));
  }
  const { random } = context.deps;
  const given = await takePassphrase(passphrase, true, context);
  const plaintext = utf8(writeBundle(whole, true));
  return writeSealedBundle(seal(plaintext, given.reveal(), BUNDLE_PURPOSE, random));
}

/** The profile with the secrets that the keychain holds for it. */
async function withOwnSecrets(profile: Profile, { deps }: Context): Promise<Profile> {
  const whole: { -readonly [name in keyof Profile]: Profile[name] } = { ...profile };
  for (const name of SECRET_NAMES) {
    const kept = profile[name];
    if (kept !== undefined && !(kept instanceof Secret) && kept.store === 'keychain') {
      whole[name] = await (await deps.secrets()).fetch(kept);
    }
  }
  return whole;
}

function leftOutNote(chosen: ReadonlyMap<string, Profile>): string | undefined {
  const isLeftOut = [...chosen.values()].some((profile) =>
    SECRET_NAMES.some((name) => {
      const kept = profile[name];
      return kept !== undefined && storeOf(kept) !== 'command';
    }),
  );
  return isLeftOut
    ? 'secrets are left out; --with-secrets exports them, encrypted under a passphrase'
    : undefined;
}
