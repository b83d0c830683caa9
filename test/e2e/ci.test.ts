import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CREDENTIALS, isInstalled, member, newFolder, ROOT, run } from './vk.js';

/** The examples of docs/ci.md, as far as a machine without GitHub and GitLab can run them. */

const EXAMPLES = join(ROOT, 'docs/examples/ci');
const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
const PROGRAMS = ['bash', 'pgrep', 'timeout'];
const hasShell = (await Promise.all(PROGRAMS.map((name) => isInstalled(name, '--version')))).every(
  Boolean,
);

/** npm installs six times at once. */
const PATIENCE_MS = 180_000;

let tarball = '';

beforeAll(async () => {
  const folder = newFolder();
  const words = ['pack', '--ignore-scripts', '--pack-destination', folder];
  const { exitCode, stderr } = await run('npm', words, { cwd: ROOT, home: newFolder() });
  expect(exitCode, stderr).toBe(0);
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
}, PATIENCE_MS);

describe('docs/ci.md', () => {
  it.each(['check.sh', 'github.yml', 'gitlab.yml'])('shows %s as it is', (name) => {
    expect(page).toContain(`\n${readExample(name)}\`\`\`\n`);
  });
});

describe
  .skipIf(!hasShell)
  .concurrent('the examples of docs/ci.md (need bash, pgrep and timeout)', () => {
    it.each(['check.sh', 'github.yml', 'gitlab.yml'])(
      '%s calls, reports, and ends its sandbox',
      async (name) => {
        const { steps, reports, isSandboxGone } = await runExample(name);
        expect(steps.map(({ exitCode }) => exitCode)).toEqual(steps.map(() => 0));
        expect(reports).toEqual(
          new Map(
            ['balance', 'no-pan', 'pan'].map((each) => [`${each}.xml`, '1 of which 0 failed']),
          ),
        );
        expect(isSandboxGone).toBe(true);
      },
      PATIENCE_MS,
    );

    it.each([
      ['check.sh', 1],
      ['github.yml', 1],
      ['gitlab.yml', 1],
    ])(
      '%s fails with %d where an answer is not as expected, and ends its sandbox',
      async (name, exit) => {
        const { steps, reports, isSandboxGone } = await runExample(name, expectEuros);
        expect(steps.filter(({ exitCode }) => exitCode !== 0)).toMatchObject([
          {
            exitCode: exit,
            stderr: expect.stringContaining(
              'expectation failed: body.data.currency=EUR (found "INR")\n',
            ),
          },
        ]);
        expect(reports.get('balance.xml')).toBe('1 of which 1 failed');
        expect(isSandboxGone).toBe(true);
        const isAnnotated = steps.some(({ stderr }) =>
          stderr.includes('\n::error title=GET /wallet/balance::expectation failed: '),
        );
        expect(isAnnotated).toBe(name === 'github.yml');
      },
      PATIENCE_MS,
    );
  });

function expectEuros(text: string): string {
  return text.replace('currency=INR', 'currency=EUR');
}

function readExample(name: string): string {
  return readFileSync(join(EXAMPLES, name), 'utf8');
}

interface Step {
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

interface Outcome {
  readonly steps: readonly Step[];
  /** What each report says, by its name. */
  readonly reports: ReadonlyMap<string, string>;
  readonly isSandboxGone: boolean;
}

type Environment = Readonly<Record<string, string>>;

/** Runs an example in a fresh checkout that has the tarball in it, on a machine without a network. */
async function runExample(
  name: string,
  change: (text: string) => string = (text) => text,
): Promise<Outcome> {
  const checkout = newFolder();
  const tools = newFolder();
  copyFileSync(tarball, join(checkout, basename(tarball)));
  const secrets = CREDENTIALS.vistarkriya;
  const env = {
    PATH: `${join(tools, 'bin')}:${process.env['PATH'] ?? ''}`,
    TMPDIR: join(tools, 'tmp'),
    npm_config_prefix: tools,
    npm_config_cache: join(tools, 'cache'),
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
  mkdirSync(env.TMPDIR);
  const text = change(readExample(name));
  const steps = await RUNNERS[name]?.(text, { checkout, env, secrets });
  const ended = await run('bash', ['-c', UNTIL_ENDED], { env: { TOOLS: tools } });
  return {
    steps: steps ?? [],
    reports: readReports(join(checkout, 'reports')),
    isSandboxGone: ended.exitCode === 0,
  };
}

/** Gives every sandbox of these tools time to end after its signal; ends it where it does not. */
const UNTIL_ENDED = `
  code=0
  for pid in $(pgrep -f "$TOOLS/bin/vk sandbox"); do
    timeout 10 tail --pid="$pid" -f /dev/null || { kill -9 "$pid"; code=1; }
  done
  exit "$code"`;

interface Machine {
  readonly checkout: string;
  readonly env: Environment;
  readonly secrets: Environment;
}

const RUNNERS: Readonly<
  Record<string, (text: string, machine: Machine) => Promise<readonly Step[]>>
> = {
  'check.sh': async (text, machine) => [
    await runScript([], text, { ...machine.env, ...machine.secrets }, machine),
  ],
  'github.yml': runGitHubJob,
  'gitlab.yml': runGitLabJob,
};

/** Each step in a shell of its own, `bash -e`, as GitHub does where a step names no shell. */
async function runGitHubJob(text: string, machine: Machine): Promise<readonly Step[]> {
  const job = member(parse(text), 'jobs', 'calls');
  const envFile = join(machine.checkout, '..', `${basename(machine.checkout)}.env`);
  writeFileSync(envFile, '');
  const env = { ...machine.env, ...readEnv(job, machine), CI: 'true', GITHUB_ACTIONS: 'true' };
  const steps: Step[] = [];
  for (const step of list(member(job, 'steps'))) {
    const script = member(step, 'run');
    const hasFailed = steps.some(({ exitCode }) => exitCode !== 0);
    if (typeof script === 'string' && (!hasFailed || member(step, 'if') !== undefined)) {
      const added = Object.fromEntries(
        readFileSync(envFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      const all = { ...env, ...added, GITHUB_ENV: envFile };
      steps.push(await runScript(['-e'], script, all, machine));
    }
  }
  return steps;
}

function readEnv(job: unknown, { secrets }: Machine): Environment {
  return Object.fromEntries(
    Object.entries(Object(member(job, 'env'))).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ secrets\.(\w+) \}\}/g, (_, secret) => secrets[secret] ?? ''),
    ]),
  );
}

/** before_script and script together, in the way in which GitLab's runner hands them to bash. */
async function runGitLabJob(text: string, machine: Machine): Promise<readonly Step[]> {
  const job = member(parse(text), 'calls');
  const env = {
    ...machine.env,
    ...machine.secrets,
    ...readEnv({ env: member(job, 'variables') }, machine),
  };
  const script = ['before_script', 'script'].flatMap((key) => list(member(job, key))).join('\n');
  const wrapper = 'set -eo pipefail\n: | eval "$SCRIPT"\nexit 0';
  return [await runScript([], wrapper, { ...env, SCRIPT: script }, machine)];
}

async function runScript(
  flags: readonly string[],
  text: string,
  env: Environment,
  { checkout }: Machine,
): Promise<Step> {
  const file = join(newFolder(), 'script');
  writeFileSync(file, text);
  return await run('bash', [...flags, file], { cwd: checkout, env });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** How many cases each report has, and how many of them failed. */
function readReports(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.xml'))
      .toSorted()
      .map((name) => {
        const [, tests, failures] =
          /<testsuites tests="(\d+)" failures="(\d+)"/.exec(
            readFileSync(join(folder, name), 'utf8'),
          ) ?? [];
        return [name, `${tests} of which ${failures} failed`];
      }),
  );
}
