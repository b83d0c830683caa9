/**
 * Builds `dist/`:
 *
 * - `cli/vk.cjs`, `cli/more.cjs`: the command line in CommonJS, which starts sooner than ESM. Its
 *   commands and adapters are evaluated when they are used: see split-cli.mjs.
 * - `cli/audit-worker.cjs`: the program of the threads of `vk webhook audit`.
 * - `cli/keychain.cjs`: the program that talks to the system's keychain.
 * - `cli/vendor/*.cjs`: the packages, a file each, loaded when they are used.
 * - `cli/*.cache`: for Node 20, V8's code cache of those of them that most commands run.
 * - `index.js`, `sandbox.js`, `types/`: the library.
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
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { writeNotices } from './notices.mjs';
import { buildCli } from './split-cli.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * Packages that no command needs at its start: the file that each becomes, and what it exports.
 * CommonJS takes a default export for the whole module, as Node does.
 *
 * @type {Record<string, { file: string, exports: string }>}
 */
const VENDORS = {
  '@inquirer/prompts': { file: 'inquirer', exports: '{ confirm, input, password, select }' },
  '@jmespath-community/jmespath': { file: 'jmespath', exports: '{ compile, TreeInterpreter }' },
  chalk: { file: 'chalk', exports: '{ Chalk }' },
  commander: { file: 'commander', exports: '{ Argument, Command, CommanderError, Option }' },
  conf: { file: 'conf', exports: 'default' },
  ora: { file: 'ora', exports: 'default' },
  undici: { file: 'undici', exports: '{ EnvHttpProxyAgent, Pool }' },
};

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  define: { VK_VERSION: JSON.stringify(version) },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** @type {import('./split-cli.mjs').CommonJs} */
const commonJs = {
  format: 'cjs',
  minify: true,
  // A script from node:vm, which is how the code cache is used, has no `import()`.
  supported: { 'dynamic-import': false },
};

/** Everything but the type declarations, which take longer and which no test runs. */
export async function build() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist/cli/vendor'), { recursive: true });
  const [cli, ...results] = await Promise.all([
    buildCli(root, { ...common, plugins: [vendorFiles] }, commonJs),
    esbuild.build({
      ...common,
      entryPoints: Object.values(VENDORS).map(({ file }) => ({ in: `vendor:${file}`, out: file })),
      outdir: 'dist/cli/vendor',
      outExtension: { '.js': '.cjs' },
      ...commonJs,
      plugins: [vendorEntries, withoutChildProcess],
    }),
    esbuild.build({
      ...common,
      ...commonJs,
      entryPoints: ['src/adapters/audit-worker.ts'],
      outfile: 'dist/cli/audit-worker.cjs',
    }),
    esbuild.build({
      ...common,
      ...commonJs,
      entryPoints: ['src/adapters/keychain-program.ts'],
      outfile: 'dist/cli/keychain.cjs',
      // Native code, for one platform each: npm installs the one that fits.
      external: ['@napi-rs/keyring'],
    }),
    esbuild.build({
      ...common,
      entryPoints: ['src/index.ts', 'src/sandbox.ts'],
      outdir: 'dist',
      format: 'esm',
      splitting: true,
      chunkNames: 'library-[hash]',
      minify: true,
      // For whoever reads a stack trace.
      keepNames: true,
    }),
  ]);
  writeNotices(root, [cli, ...results.flatMap(({ metafile }) => metafile ?? [])]);
  const vendors = Object.values(VENDORS).map(({ file }) => `vendor/${file}`);
  for (const file of ['vk', 'more', ...vendors]) {
    wrapScript(file);
  }
  cacheStartUp();
}

/** Keeps the code of the commands that are run most, whether the credential is the demo one or not. */
function cacheStartUp() {
  const folder = mkdtempSync(join(tmpdir(), 'vk-build-'));
  const stored = { VK_CONFIG_DIR: folder };
  const given = {
    VK_API_KEY: 'vk_live_0f3b2c8e',
    VK_API_SECRET: 'of the build',
    VK_CODE: '123456',
    VK_STATE_DIR: folder,
  };
  const sign = ['sign', 'GET', '/wallet/balance'];
  try {
    addProfile({ ...stored, ...given });
    // What all commands need: with what one of them runs, it would be twice the size.
    cacheCode('more', [{ args: ['profile', 'list'], env: stored }]);
    cacheCode('vk', [
      { args: sign, env: given },
      { args: sign, env: stored },
      { args: ['call', 'GET', '/wallet/balance'], env: given },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  cacheCode('vendor/commander', [{ args: ['sign', '--help'] }]);
}

/** @param {NodeJS.ProcessEnv} env */
function addProfile(env) {
  const words = ['--provider', 'vistarkriya', '--api-key', 'vk_live_0f3b2c8e', '--code', '123456'];
  const add = [
    'profile',
    'add',
    'build',
    ...words,
    '--secret-env',
    'VK_API_SECRET',
    '--store',
    'file',
  ];
  execFileSync(process.execPath, [join(root, 'bin/vk.js'), ...add], {
    env: { ...withoutOwn(process.env), ...env },
    stdio: 'pipe',
  });
}

/**
 * Whoever builds may have settings for vk, which are not meant here.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutOwn(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('VK_')));
}

/**
 * Makes a function of a file, which is what it exports to `require`, and the value of the script to
 * node:vm, which knows no `module`. To put a wrapper around it at each start would copy the text, and
 * every page of memory that a start touches counts.
 *
 * @param {string} file
 */
function wrapScript(file) {
  const path = join(root, 'dist/cli', `${file}.cjs`);
  const source = readFileSync(path, 'utf8');
  const place = "(typeof module === 'object' ? module : {}).exports";
  writeFileSync(path, `${place} = (function (exports, require, module) {${source}\n});\n`);
}

/** @param {string} file */
function refuseNonAscii(file) {
  // A text of one byte a character loads sooner; esbuild escapes strings, but no regular expressions.
  const source = readFileSync(join(root, 'dist/cli', `${file}.cjs`), 'utf8');
  const odd = /.{0,20}[^\0-\x7f].{0,20}/.exec(source)?.[0];
  if (odd !== undefined) {
    throw new Error(`${file}.cjs is not ASCII: ${odd}`);
  }
}

/**
 * Runs vk, and keeps what V8 compiled of one file, so that the next start need not. V8 refuses a
 * cache of another version of itself, or of a file of another length, and then compiles as usual; so a
 * cache and its file are always written together.
 *
 * @param {string} file
 * @param {readonly { args: readonly string[], env?: Record<string, string> }[]} runs
 */
function cacheCode(file, runs) {
  refuseNonAscii(file);
  rmSync(join(root, 'dist/cli', `${file}.cache`), { force: true });
  const script = join(root, 'scripts/cache-code.cjs');
  const { stderr } = spawnSync(process.execPath, [script, file, JSON.stringify(runs)], {
    env: withoutOwn(process.env),
    encoding: 'utf8',
  });
  if (!existsSync(join(root, 'dist/cli', `${file}.cache`))) {
    throw new Error(`no code cache of ${file} was made:\n${stderr}`);
  }
}

export function buildTypes() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.types.json'], { cwd: root });
  removeUnreachable(join(root, 'dist/types'), ['index.d.ts', 'sandbox.d.ts']);
  indentByTabs(join(root, 'dist/types'));
}

/**
 * Declarations that the entries do not lead to describe what only vk itself uses.
 *
 * @param {string} folder
 * @param {readonly string[]} entries
 */
function removeUnreachable(folder, entries) {
  const reached = new Set(entries.map((entry) => join(folder, entry)));
  for (const path of reached) {
    for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(RELATIVE_IMPORT)) {
      reached.add(join(path, '..', specifier.replace(/\.js$/, '.d.ts')));
    }
  }
  for (const path of declarations(folder)) {
    if (!reached.has(path)) {
      rmSync(path);
    }
  }
}

/**
 * The types of the providers are deep, and a third of their declarations would be spaces.
 *
 * @param {string} folder
 */
function indentByTabs(folder) {
  for (const path of declarations(folder)) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replaceAll(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4)),
    );
  }
}

/** @param {string} folder */
function declarations(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/**
 * A package is loaded where its importer is evaluated, and not with the file that the importer is in.
 *
 * @type {import('esbuild').Plugin}
 */
const vendorFiles = {
  name: 'vendor-files',
  setup(builder) {
    builder.onResolve({ filter: /^[^.]/ }, ({ path }) => {
      const vendor = Object.hasOwn(VENDORS, path) ? VENDORS[path] : undefined;
      return vendor && { path: `./vendor/${vendor.file}.cjs`, namespace: 'vendor-file' };
    });
    builder.onLoad({ filter: /.*/, namespace: 'vendor-file' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
    builder.onResolve({ filter: /.*/, namespace: 'vendor-file' }, ({ path }) => ({
      path,
      external: true,
    }));
  },
};

/**
 * An entry that exports only what vk uses, so that the rest is left out.
 *
 * @type {import('esbuild').Plugin}
 */
const vendorEntries = {
  name: 'vendor-entries',
  setup(builder) {
    builder.onResolve({ filter: /^vendor:/ }, ({ path }) => ({ path, namespace: 'vendor' }));
    builder.onLoad({ filter: /^vendor:/, namespace: 'vendor' }, ({ path }) => {
      const [name, { exports }] = Object.entries(VENDORS).find(
        ([, { file }]) => `vendor:${file}` === path,
      ) ?? ['', { exports: '' }];
      const contents =
        exports === 'default'
          ? `module.exports = require('${name}').default;`
          : `export ${exports} from '${name}';`;
      return { contents, resolveDir: root };
    });
  },
};

/**
 * commander loads child_process at once, for subcommands that are programs of their own. vk has none.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutChildProcess = {
  name: 'without-child-process',
  setup(builder) {
    builder.onLoad({ filter: /commander\/lib\/command\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const eager = "require('node:child_process')";
      if (!source.includes(eager)) {
        throw new Error(`${path} no longer loads child_process at once: this plugin can go`);
      }
      return { contents: source.replace(eager, '{}'), loader: 'js' };
    });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  buildTypes();
}
