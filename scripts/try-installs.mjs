/**
 * Packs vk and installs it as others would, each time into an empty folder: `npm run try:installs`. Prints
 * a line for each way, and ends with 1 if one failed. Needs the registry, so it is no part of the tests.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Place
 * @property {string} folder where it was installed
 * @property {readonly string[]} vk the command that runs vk
 * @property {readonly string[] | undefined} node the command that runs a script, if vk can be imported
 * @property {string} [man] the folder of the man pages
 */

/**
 * @typedef {object} Way
 * @property {string} name
 * @property {string} [folder] the last part of the path
 * @property {(folder: string, tarball: string) => Place} install
 */

const root = fileURLToPath(new URL('..', import.meta.url));

const PNPM = ['npx', '--yes', 'pnpm@10.34.9'];
const YARN_CLASSIC = ['npx', '--yes', 'yarn@1.22.22'];
const YARN_BERRY = ['npx', '--yes', '--package', '@yarnpkg/cli-dist@4.18.1', 'yarn'];

/** @type {readonly Way[]} */
const WAYS = [
  { name: 'npm', install: byNpm },
  {
    name: 'npm, a path with a space and a letter beyond ASCII',
    folder: 'mes clés',
    install: byNpm,
  },
  { name: 'npm -g', install: byNpmForAll },
  {
    name: 'pnpm',
    install: (folder, tarball) => {
      run([...PNPM, 'add', '--ignore-scripts', tarball], folder);
      return inModules(folder);
    },
  },
  {
    name: 'yarn 1',
    install: (folder, tarball) => {
      run([...YARN_CLASSIC, 'add', '--ignore-scripts', `file:${tarball}`], folder);
      return inModules(folder);
    },
  },
  {
    name: 'yarn 4, node_modules',
    install: (folder, tarball) => {
      byYarn(folder, tarball, 'node-modules');
      return inModules(folder);
    },
  },
  {
    name: 'yarn 4, plug and play',
    install: (folder, tarball) => {
      byYarn(folder, tarball, 'pnp');
      return { folder, vk: [...YARN_BERRY, 'vk'], node: [...YARN_BERRY, 'node'] };
    },
  },
];

function main() {
  const folder = mkdtempSync(join(tmpdir(), 'vk-installs-'));
  try {
    const tarball = pack(folder);
    const outcomes = WAYS.map((way, index) => {
      const failure = failureOf(way, join(folder, String(index)), tarball);
      console.log(
        failure === undefined ? `ok      ${way.name}` : `FAILED  ${way.name}: ${failure}`,
      );
      return failure === undefined;
    });
    process.exitCode = outcomes.every(Boolean) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function pack(folder) {
  run(['npm', 'pack', '--pack-destination', folder], root);
  const name = readdirSync(folder).find((entry) => entry.endsWith('.tgz')) ?? '';
  return join(folder, name);
}

/**
 * What went wrong; undefined if nothing did.
 *
 * @param {Way} way
 * @param {string} parent
 * @param {string} tarball
 */
function failureOf(way, parent, tarball) {
  const folder = join(parent, way.folder ?? 'project');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  try {
    const place = way.install(folder, tarball);
    checkCommands(place);
    checkImports(place);
    checkPages(place);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {string} folder
 * @param {string} tarball
 */
function byNpm(folder, tarball) {
  run(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], folder);
  return inModules(folder);
}

/**
 * @param {string} folder
 * @param {string} tarball
 */
function byNpmForAll(folder, tarball) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  run(['npm', 'install', '--global', ...flags, tarball], folder);
  const vk = [join(folder, 'bin/vk')];
  return { folder, vk, node: undefined, man: join(folder, 'share/man') };
}

/**
 * @param {string} folder
 * @param {string} tarball
 * @param {string} linker
 */
function byYarn(folder, tarball, linker) {
  const settings = [
    `nodeLinker: ${linker}`,
    'enableScripts: false',
    'enableTelemetry: false',
    'enableGlobalCache: false',
    'enableImmutableInstalls: false',
  ];
  writeFileSync(join(folder, '.yarnrc.yml'), `${settings.join('\n')}\n`);
  // Else it would take a folder further up for the project.
  writeFileSync(join(folder, 'yarn.lock'), '');
  run([...YARN_BERRY, 'add', `vk-cli@file:${tarball}`], folder);
}

/** @param {string} folder */
function inModules(folder) {
  return { folder, vk: [join(folder, 'node_modules/.bin/vk')], node: [process.execPath] };
}

/** @param {Place} place */
function checkCommands({ folder, vk }) {
  expect(run([...vk, '--version'], folder), /^\d+\.\d+\.\d+\n$/, 'vk --version');
  const credential = {
    VK_PROVIDER: 'kamiokash',
    VK_API_KEY: 'kamio_try_installs_00',
    VK_API_SECRET: 'not a secret',
  };
  const sign = run([...vk, 'sign', 'GET', '/wallet/balance'], folder, credential);
  expect(sign, /^X-\S*Signature: \S{40,}$/im, 'vk sign');
  const call = run([...vk, 'call', 'GET', '/wallet/balance', '--sandbox'], folder);
  expect(call, /"balance":/, 'vk call --sandbox');
}

/** @param {Place} place */
function checkImports({ folder, node }) {
  if (node === undefined) {
    return;
  }
  const script = join(folder, 'import.mjs');
  writeFileSync(
    script,
    `import { findProvider } from 'vk-cli';
import { startSandbox } from 'vk-cli/sandbox';
console.log(findProvider('payinout').id, typeof startSandbox);
`,
  );
  expect(run([...node, script], folder), /^payinout function\n$/, 'import');
}

/** @param {Place} place */
function checkPages({ man }) {
  if (man === undefined) {
    return;
  }
  /** @type {{ man: readonly string[] }} */
  const settings = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const page of settings.man) {
    if (!existsSync(join(man, 'man1', basename(page)))) {
      throw new Error(`${basename(page)} is not in ${man}`);
    }
  }
  if (spawnSync('man', ['--version']).status === 0) {
    expect(run(['man', '-M', man, '-w', 'vk-sign'], man), /vk-sign\.1/, 'man -w vk-sign');
  }
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string} what
 */
function expect(text, pattern, what) {
  if (!pattern.test(text)) {
    throw new Error(`${what} printed ${JSON.stringify(text)}`);
  }
}

/**
 * What a command prints.
 *
 * @param {readonly string[]} command
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 */
function run([file = '', ...args], cwd, env = {}) {
  const { status, error, stdout, stderr } = spawnSync(file, args, {
    cwd,
    env: {
      ...withoutOwn(process.env),
      ...registrySettings(),
      // Neither the user's profiles nor the user's history are meant here.
      VK_CONFIG_DIR: join(cwd, '.vk-config'),
      VK_STATE_DIR: join(cwd, '.vk-state'),
      ...env,
    },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined || status !== 0) {
    const said = `${stderr}${stdout}`.trim().split('\n').slice(-3).join(' / ');
    throw (
      error ?? new Error(`${[basename(file), ...args].join(' ')} ended with ${status}: ${said}`)
    );
  }
  return stdout;
}

/**
 * Settings for vk are not meant here, and nor is what `npm run` says to its children.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutOwn(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VK|npm)_/.test(name)));
}

let registry = '';

/** yarn does not read the settings of npm. */
function registrySettings() {
  registry ||= execFileSync('npm', ['config', 'get', 'registry'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  return {
    npm_config_registry: registry,
    YARN_REGISTRY: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
  };
}

main();
