/**
 * Splits the command line into three files, so that a start reads what signing and calling need and no
 * more: `vk.cjs` begins, `shared.cjs` has what both others use, and `more.cjs` has the rest.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';

/** What is loaded on demand and yet belongs to the start, because `vk sign`, `vk call` or help run it. */
const AT_THE_START = new Set([
  'src/cli/commands/call.ts',
  'src/cli/commands/sign.ts',
  'src/cli/program.ts',
  'src/adapters/http-node.ts',
]);

/** Where a module of ours, or a package, is loaded on demand. */
const ON_DEMAND = /await import\(\s*'((?!node:)[^']+)'\s*,?\s*\)/g;

/**
 * @param {string} root
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<import('esbuild').Metafile>}
 */
export async function buildCli(root, options) {
  const { plugins = [], ...others } = options;
  const { outputFiles, metafile } = await esbuild.build({
    ...others,
    entryPoints: ['src/cli/main.ts'],
    outdir: 'dist/cli',
    format: 'esm',
    splitting: true,
    metafile: true,
    write: false,
    plugins: [...plugins, intoTwo(root)],
  });
  const names = new Map(outputFiles.map(({ path }) => [basename(path), newName(basename(path))]));
  if (new Set(names.values()).size !== 3 || names.size !== 3) {
    throw new Error(`the command line was split into ${[...names.keys()].join(', ')}`);
  }
  for (const { path, text } of outputFiles) {
    const { code } = await esbuild.transform(renamed(text, names), {
      format: 'cjs',
      minify: true,
      target: 'node20.18',
      platform: 'node',
      // A script from node:vm, which is how the code cache is used, has no `import()`.
      supported: { 'dynamic-import': false },
    });
    writeFileSync(join(root, 'dist/cli', names.get(basename(path)) ?? ''), code);
  }
  return metafile;
}

/** @param {string} path */
function basename(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @param {string} name */
function newName(name) {
  if (name === 'main.js') {
    return 'vk.cjs';
  }
  return name.startsWith('more') ? 'more.cjs' : 'shared.cjs';
}

/**
 * @param {string} text
 * @param {ReadonlyMap<string, string>} names
 */
function renamed(text, names) {
  let out = text;
  for (const [from, to] of names) {
    out = out.replaceAll(`"./${from}"`, `"./${to}"`);
  }
  return out;
}

/**
 * Modules on demand stay in one of the two files, where each is evaluated when it is asked for.
 * esbuild by itself would make a file of each, and a start would read twenty.
 *
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
function intoTwo(root) {
  return {
    name: 'into-two',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(ON_DEMAND, (_, specifier) => {
          const wanted = modulePath(root, path, specifier);
          return !specifier.startsWith('.') || AT_THE_START.has(wanted)
            ? `require('${specifier}')`
            : `(await import('more')).load['${wanted}']()`;
        }),
        loader: 'ts',
      }));
      builder.onResolve({ filter: /^more$/ }, () => ({ path: 'more', namespace: 'more' }));
      builder.onLoad({ filter: /^more$/, namespace: 'more' }, () => ({
        contents: `export const load = {${onDemand(root)
          .map((path) => `'${path}': () => require('./${path}'),`)
          .join('\n')}};`,
        resolveDir: root,
      }));
    },
  };
}

/**
 * All modules that are loaded on demand, but for those of the start.
 *
 * @param {string} root
 */
function onDemand(root) {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'src', name));
  const wanted = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(ON_DEMAND)]
      .filter(([, specifier = '']) => specifier.startsWith('.'))
      .map(([, specifier = '']) => modulePath(root, path, specifier)),
  );
  return [...new Set(wanted)].filter((path) => !AT_THE_START.has(path));
}

/**
 * @param {string} root
 * @param {string} from
 * @param {string} specifier
 */
function modulePath(root, from, specifier) {
  const path = resolve(dirname(from), specifier).replace(/\.js$/, '.ts');
  return relative(root, path).replaceAll('\\', '/');
}
