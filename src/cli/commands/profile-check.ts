import { checkAccount, type AccountReport } from '../../app/doctor/account.js';
import { isFailed, ok, type Check } from '../../app/doctor/check.js';
import { checkFields } from '../../app/doctor/credential.js';
import { checkSecretShape } from '../../app/doctor/secret-shape.js';
import { EXIT, type ExitCode } from '../../app/errors.js';
import { findProfile } from '../../app/profiles.js';
import { requireBase } from '../../app/settings.js';
import { defineCommand, type Context } from '../command.js';
import { parseDuration } from '../flags.js';
import { resolveHere } from '../prepare.js';
import { chosenName } from '../profile-store.js';
import { doctorJson, renderChecks, renderSum } from '../render/doctor.js';
import { paletteFor } from '../render/palette.js';
import { USER_AGENT } from '../version.js';

interface CheckInput {
  readonly name: string | undefined;
  readonly isRemembering: boolean;
  readonly timeoutMs: number;
  readonly isJson: boolean;
}

export const profileCheckCommand = defineCommand<CheckInput>({
  arguments: [{ term: '[name]', summary: 'the current profile, if left out', values: 'profiles' }],
  options: [
    {
      heading: 'Options:',
      options: [
        { flags: '--remember', summary: 'keep the code header that works, without asking' },
        { flags: '--timeout <time>', summary: '10s, 500ms', default: '10s' },
      ],
    },
    { heading: 'Output:', options: [{ flags: '--json', summary: 'one JSON document' }] },
  ],
  examples: ['vk profile check', 'vk profile check prod --remember'],
  read: (words) => ({
    name: words.args[0],
    isRemembering: words.has('remember'),
    timeoutMs: parseDuration('--timeout', words.text('timeout') ?? ''),
    isJson: words.has('json'),
  }),
  run,
});

async function run(input: CheckInput, context: Context): Promise<ExitCode> {
  const { terminal, deps } = context;
  const set = deps.profiles.read();
  const name = chosenName(input.name, set, terminal.env);
  // As it is stored: what variables and a project file say is left out.
  const stored = { flags: { profile: name }, env: {}, project: undefined, profiles: () => set };
  const settings = await resolveHere(stored, context);
  const base = requireBase(settings);
  const report = await checkAccount(
    { settings, base, timeoutMs: input.timeoutMs, userAgent: USER_AGENT },
    { http: await deps.http(base), nowMs: deps.nowMs },
  );
  const own = [checkSecretShape(settings.provider, settings.credential), ...checkFields(settings)];
  const checks = [...own, ...report.checks];
  if (!input.isJson) {
    await show(name, base.origin + base.basePath, checks, context);
  }
  const remembered = await remember(name, report, input, context);
  const outcome =
    remembered === undefined ? checks : checks.map((each) => mended(each, remembered));
  if (input.isJson) {
    const document = { profile: name, ...doctorJson(outcome), remembered: remembered ?? null };
    terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
  if (report.isUnreachable) {
    return EXIT.network;
  }
  return isFailed(outcome) ? EXIT.no : EXIT.done;
}

async function show(
  name: string,
  url: string,
  checks: readonly Check[],
  { terminal }: Context,
): Promise<void> {
  const palette = await paletteFor(terminal.stdout);
  const titleWidth = Math.max(...checks.map(({ title }) => title.length));
  terminal.stdout.write(
    `${palette.dim(`Profile ${name}: ${url}`)}\n${renderChecks(checks, titleWidth, palette)}\n${renderSum(checks, palette)}`,
  );
}

/** Keeps the code header that works: where that was said, or a person says so. */
async function remember(
  name: string,
  { dialect }: AccountReport,
  { isRemembering, isJson }: CheckInput,
  { terminal, deps }: Context,
): Promise<string | undefined> {
  if (dialect === undefined || (!isRemembering && (isJson || !terminal.isInteractive))) {
    return undefined;
  }
  const isMeant =
    isRemembering ||
    (await (await deps.prompts()).confirm(`Keep --code-header ${dialect} in profile ${name}?`));
  if (!isMeant) {
    return undefined;
  }
  const writer = await deps.profileWriter();
  await writer.update((set) => ({
    ...set,
    profiles: new Map([...set.profiles, [name, { ...findProfile(set, name), dialect }]]),
  }));
  if (!isJson) {
    terminal.stderr.write(`Profile ${name} now has the code header ${dialect}.\n`);
  }
  return dialect;
}

function mended(check: Check, dialect: string): Check {
  return check.id === 'code-header'
    ? ok({ id: check.id, title: check.title }, `the profile now has ${dialect}, which works`)
    : check;
}
