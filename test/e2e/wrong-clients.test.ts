import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { providers, type ProviderId } from '../../src/providers/registry.js';
import { recorded } from './recorder.js';
import {
  ROOT,
  isInstalled,
  member,
  newFolder,
  run,
  serverOf,
  startSandbox,
  vk,
  writeTemporary,
  type SandboxProcess,
} from './vk.js';

/**
 * Whole clients, each wrong in a way of its language: the sandbox refuses what they send, and
 * `vk diagnose` names the mistake from the bytes that went over the wire.
 */

/** Of each language: how its programs are run, and whether that is possible here. */
const LANGUAGES = {
  php: {
    needs: 'php with curl',
    command: ['php'],
    isThere: await isInstalled('php', '-r', "exit((int) !extension_loaded('curl'));"),
  },
  python: {
    needs: 'python3',
    command: ['python3'],
    isThere: await isInstalled('python3', '--version'),
  },
  java: {
    needs: 'javac and java',
    command: ['java', '-XX:TieredStopAtLevel=1'],
    isThere: (await isInstalled('javac', '-version')) && (await isInstalled('java', '-version')),
  },
  node: { needs: 'node', command: [process.execPath], isThere: true },
  bash: {
    needs: 'bash, openssl and curl',
    command: ['bash'],
    isThere:
      (await isInstalled('bash', '--version')) &&
      (await isInstalled('openssl', 'version')) &&
      (await isInstalled('curl', '--version')),
  },
} as const;

type LanguageName = keyof typeof LANGUAGES;

/** Each program begins with its provider; each cause is its axis and its id. */
const PROGRAMS: Readonly<
  Record<LanguageName, readonly (readonly [program: string, ...causes: readonly string[]])[]>
> = {
  php: [
    ['vistarkriya-escaped-slashes.php', 'body/php-json-encode'],
    ['vistarkriya-plain-hash.php', 'algorithm/hash-secret-message'],
    ['vistarkriya-form.php', 'body/form-encoded'],
    ['vistarkriya-path-and-method.php', 'method/lower-case', 'target/query-missing'],
    ['vistarkriya-array.php', 'body/not-serialised'],
    ['kamiokash-exchanged.php', 'algorithm/exchanged'],
    ['kamiokash-whole-seconds.php', 'timestamp/iso-8601-seconds'],
    ['influencemart-raw-base64.php', 'encoding/base64'],
    ['payinout-base64-of-hex.php', 'encoding/base64-of-hex'],
    ['payinout-milliseconds.php', 'timestamp/milliseconds'],
  ],
  python: [
    ['vistarkriya-dumps.py', 'body/python-dumps'],
    ['vistarkriya-no-base-path.py', 'target/base-path-missing'],
    ['vistarkriya-plus.py', 'target/plus-for-space'],
    ['vistarkriya-dict.py', 'body/python-str'],
    ['vistarkriya-body-digest.py', 'body/sha256'],
    ['kamiokash-isoformat.py', 'timestamp/iso-8601-offset'],
    ['kamiokash-sorted-keys.py', 'body/python-dumps-sorted'],
    ['influencemart-secret-newline.py', 'secret/trailing-newline'],
    ['influencemart-dumps-and-base64.py', 'body/python-dumps', 'encoding/base64'],
    ['payinout-webhook-scheme.py', 'layout/other-scheme'],
    ['payinout-expiry.py', 'timestamp/within-tolerance'],
  ],
  java: [
    ['vistarkriya-decoded', 'target/decoded'],
    ['vistarkriya-latin-1', 'body/latin-1'],
    ['kamiokash-local-time', 'timestamp/local-time'],
    ['influencemart-order-and-upper-case', 'layout/order', 'encoding/hex-upper-case'],
  ],
  node: [
    ['vistarkriya-tenant-code.mjs', 'layout/joined-in'],
    ['vistarkriya-full-url.mjs', 'target/full-url'],
    ['vistarkriya-sorted-query.mjs', 'target/query-sorted'],
    ['vistarkriya-object.mjs', 'body/not-serialised'],
    ['kamiokash-order.mjs', 'layout/order'],
    ['kamiokash-empty-object.mjs', 'body/empty-object'],
    ['kamiokash-webhook-scheme.mjs', 'layout/other-scheme'],
    ['influencemart-pretty.mjs', 'body/js-indent-2'],
    ['influencemart-stringified-twice.mjs', 'body/encoded-twice'],
    ['influencemart-prefix.mjs', 'encoding/prefix'],
    ['payinout-decoded-secret.mjs', 'secret/base64-decoded'],
    ['payinout-public-token.mjs', 'secret/api-key'],
    ['payinout-rounded-up.mjs', 'timestamp/neighbour'],
  ],
  bash: [
    ['vistarkriya-colons.sh', 'layout/separator'],
    ['vistarkriya-file.sh', 'body/trailing-newline'],
    ['vistarkriya-indented-file.sh', 'body/curl-data'],
    ['kamiokash-echo.sh', 'layout/final-newline'],
    ['influencemart-quoted-secret.sh', 'secret/quoted'],
    ['payinout-cut.sh', 'encoding/cut-short'],
    ['payinout-sha1.sh', 'algorithm/other-digest'],
  ],
};

let sandbox: SandboxProcess;
/** Where Java's programs are, compiled once for all of them. */
let classes = '';

beforeAll(async () => {
  if (LANGUAGES.java.isThere) {
    classes = newFolder();
    const source = join(ROOT, 'test/clients/wrong/java/Wrong.java');
    const words = ['-J-XX:TieredStopAtLevel=1', '-encoding', 'UTF-8', '-d', classes, source];
    expect((await run('javac', words)).exitCode).toBe(0);
  }
  sandbox = await startSandbox(['vistarkriya', 'kamiokash', 'influencemart', 'payinout']);
});

for (const language of ['php', 'python', 'java', 'node', 'bash'] as const) {
  const { needs, isThere } = LANGUAGES[language];

  describe.concurrent(`wrong clients in ${language} (need ${needs})`, () => {
    it.skipIf(!isThere).for(PROGRAMS[language])('%s', async ([program, ...causes]) => {
      const provider = providerOf(program);
      const request = await refused(language, program, provider);
      expect(await diagnosed(request, provider, causes)).toContainEqual(causes.toSorted());
    });
  });
}

function providerOf(program: string): ProviderId {
  const provider = providers.find(({ id }) => program.startsWith(`${id}-`));
  if (provider === undefined) {
    throw new Error(`${program} names no provider`);
  }
  return provider.id;
}

/** Has a program sign and send its request, which is refused. */
async function refused(
  language: LanguageName,
  program: string,
  provider: ProviderId,
): Promise<Buffer> {
  const server = serverOf(sandbox, provider);
  const [file, ...options] = LANGUAGES[language].command;
  const folder = join(ROOT, 'test/clients/wrong', language);
  const words = language === 'java' ? ['-cp', classes, 'Wrong', program] : [join(folder, program)];
  return await recorded(server.port, async (origin) => {
    const { VK_API_KEY = '', VK_API_SECRET = '', VK_CODE, VK_EMAIL } = server.env;
    const env = {
      VK_URL: server.baseUrl.replace(server.origin, origin),
      VK_KEY: VK_API_KEY,
      VK_SECRET: VK_API_SECRET,
      ...(VK_CODE !== undefined && { VK_CODE }),
      ...(VK_EMAIL !== undefined && { VK_EMAIL }),
    };
    const { stdout } = await run(file, [...options, ...words], { env });
    expect(stdout).toBe('401\n');
  });
}

/** The causes of each finding, sorted; one that also has a wanted name goes by that. */
async function diagnosed(
  request: Buffer,
  provider: ProviderId,
  wanted: readonly string[],
): Promise<string[][]> {
  const { VK_BASE_URL: _, ...env } = serverOf(sandbox, provider).env;
  const file = writeTemporary('request.http', request);
  const words = ['diagnose', '--http', file, '--provider', provider, '--json'];
  const { exitCode, stdout, stderr } = await vk(words, { env });
  expect([exitCode, stderr]).toEqual([0, '']);
  const document: unknown = JSON.parse(stdout);
  expect(member(document, 'verdict')).toBe('explained');
  return list(member(document, 'findings')).map((finding) =>
    list(member(finding, 'causes'))
      .map((cause) => {
        const names = [cause, ...list(member(cause, 'alternatives'))].map(
          (each) => `${String(member(cause, 'axis'))}/${String(member(each, 'id'))}`,
        );
        return names.find((name) => wanted.includes(name)) ?? names.join(' = ');
      })
      .toSorted(),
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
