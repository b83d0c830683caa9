import { isFailed } from '../../app/doctor/check.js';
import type { FileFacts } from '../../app/doctor/files.js';
import { runDoctor } from '../../app/doctor/run-doctor.js';
import { readSetup, type Setup } from '../../app/doctor/setup.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import type { PathPort, ProfileSet } from '../../app/ports.js';
import { variable, type SettingFlags } from '../../app/value-sources.js';
import { VkError } from '../../core/error.js';
import { defineCommand, type Context } from '../command.js';
import { configFolder, stateFolder } from '../folders.js';
import { parseDuration, PROVIDER_IDS, readCredentialFlags } from '../flags.js';
import { startInnerSandbox } from '../inner-sandbox.js';
import { fetchSecret, registerCredential } from '../prepare.js';
import { doctorJson, renderDoctor } from '../render/doctor.js';
import { paletteFor } from '../render/palette.js';
import { OLDEST_NODE, USER_AGENT, VERSION } from '../version.js';

interface DoctorCommandInput {
  readonly flags: SettingFlags;
  readonly isOffline: boolean;
  readonly timeoutMs: number;
  readonly isJson: boolean;
}

export const doctorCommand = defineCommand<DoctorCommandInput>({
  arguments: [],
  options: [
    {
      heading: 'What to look at:',
      options: [
        { flags: '-p, --profile <name>', summary: 'stored profile [VK_PROFILE]' },
        { flags: '--provider <id>', summary: 'provider [VK_PROVIDER]', choices: PROVIDER_IDS },
        { flags: '--base-url <url>', summary: 'base URL [VK_BASE_URL]' },
        { flags: '--sandbox', summary: 'the sandbox inside vk, in the place of the API' },
        { flags: '--offline', summary: 'send nothing' },
        { flags: '--timeout <time>', summary: 'for each step on the network', default: '10s' },
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', summary: 'one JSON document' }] },
  ],
  examples: ['vk doctor', 'vk doctor --profile prod --offline', 'vk doctor --sandbox'],
  read: (words) => ({
    flags: readCredentialFlags(words),
    isOffline: words.has('offline'),
    timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
    isJson: words.has('json'),
  }),
  run,
});

async function run(input: DoctorCommandInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const look = await lookAround(input, context);
  const { provider, settings } = look.setup;
  const sandbox =
    input.flags.sandbox === true && !input.isOffline && provider !== undefined
      ? await startInnerSandbox({ provider, credential: settings?.credential }, context)
      : undefined;
  try {
    const sections = await runDoctor(
      {
        ...look,
        program: {
          version: VERSION,
          nodeVersion: terminal.nodeVersion,
          oldestNode: OLDEST_NODE,
          platform: terminal.platform,
        },
        env: terminal.env,
        sandboxBase: sandbox?.base,
        isOffline: input.isOffline,
        timeoutMs: input.timeoutMs,
        userAgent: USER_AGENT,
      },
      deps,
    );
    const checks = sections.flatMap((section) => section.checks);
    terminal.stdout.write(
      input.isJson
        ? `${JSON.stringify(doctorJson(checks), null, 2)}\n`
        : renderDoctor(sections, await paletteFor(terminal.stdout)),
    );
    return isFailed(checks) ? EXIT.no : EXIT.done;
  } finally {
    await sandbox?.close();
  }
}

interface Around {
  readonly files: FileFacts;
  readonly project: {
    readonly found:
      { readonly path: string; readonly sets: Readonly<Record<string, unknown>> } | undefined;
    readonly fault: VkError | undefined;
  };
  readonly setup: Setup;
}

/** What is on this machine. Modes are looked at first: reading the profiles narrows them. */
async function lookAround(input: DoctorCommandInput, context: Context): Promise<Around> {
  const { terminal, deps } = context;
  const paths = await deps.paths();
  const config = folder(configFolder(terminal), 'VK_CONFIG_DIR', context, paths);
  const state = folder(stateFolder(terminal), 'VK_STATE_DIR', context, paths);
  const found = paths.look(deps.profiles.path);
  const profiles = attempt(deps.profiles.read);
  const set: ProfileSet = profiles.value ?? { profiles: new Map() };
  const project = attempt(deps.project);
  const projectPath = deps.projectPath();
  const setup = await readSetup(
    {
      flags: input.flags,
      env: terminal.env,
      project: project.value,
      profiles: profiles.fault === undefined ? () => set : deps.profiles.read,
      fetchSecret: fetchSecret(context),
    },
    input.isOffline,
  );
  registerCredential(setup.settings?.credential, context);
  return {
    files: {
      config: { ...config, after: paths.look(config.path) },
      state,
      profiles: {
        path: deps.profiles.path,
        found,
        after: paths.look(deps.profiles.path),
        bytes:
          found === undefined || profiles.fault ? undefined : deps.files.read(deps.profiles.path),
        fault: profiles.fault,
        profiles: set.profiles.size,
      },
      uid: terminal.uid(),
    },
    project: {
      found:
        project.value && projectPath
          ? { path: projectPath, sets: { ...project.value } }
          : undefined,
      fault: project.fault,
    },
    setup,
  };
}

function folder(
  path: string,
  name: 'VK_CONFIG_DIR' | 'VK_STATE_DIR',
  { terminal }: Context,
  { look }: PathPort,
): FileFacts['config'] {
  const isNamed = variable(terminal.env, name) !== undefined;
  return { path, variable: isNamed ? name : undefined, found: look(path), after: undefined };
}

interface Attempt<T> {
  readonly value?: T;
  readonly fault: VkError | undefined;
}

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { value: read(), fault: undefined };
  } catch (error) {
    if (error instanceof VkError) {
      return { fault: error };
    }
    throw error;
  }
}
