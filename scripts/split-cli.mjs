/**
 * Splits the command line into two files, so that a start reads what signing and calling need and no
 * more: `vk.cjs` begins and has what both use, and `more.cjs` has the rest.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';

/** What is loaded on demand and yet belongs to the start, because `vk sign`, `vk call` or help run it. */
const AT_THE_START = new Set([
  'src/cli/commands/call.ts',
  'src/cli/commands/sign.ts',
  'src/cli/program.ts',
  'src/cli/help.ts',
  'src/adapters/http-node.ts',
  'src/adapters/history-store.ts',
]);

/** Where a module of ours, or a package, is loaded on demand. */
const ON_DEMAND = /await import\(\s*'((?!node:)[^']+)'\s*,?\s*\)/g;

/** @typedef {Pick<import('esbuild').TransformOptions, 'format' | 'minify' | 'supported'>} CommonJs */

/**
 * @param {string} root
 * @param {import('esbuild').BuildOptions} options
 * @param {CommonJs} commonJs how the two files are written
 * @returns {Promise<import('esbuild').Metafile>}
 */
export async function buildCli(root, options, commonJs) {
  const { plugins = [], ...others } = options;
  const { outputFiles, metafile } = await esbuild.build({
    ...others,
    minifySyntax: true,
    entryPoints: ['src/cli/main.ts'],
    outdir: 'dist/cli',
    format: 'esm',
    splitting: true,
    metafile: true,
    write: false,
    plugins: [...plugins, intoTwo(root)],
  });
  const files = outputFiles.filter(({ path }) => basename(path) !== 'main.js');
  const names = new Map(files.map(({ path }) => [basename(path), newName(basename(path))]));
  if (new Set(names.values()).size !== 2 || names.size !== 2) {
    throw new Error(`the command line was split into ${[...names.keys()].join(', ')}`);
  }
  const begin = entryStatement(outputFiles);
  for (const { path, text } of files) {
    const name = names.get(basename(path)) ?? '';
    const linked = withPlainModules(renamed(text, names));
    const { code } = await esbuild.transform(
      name === 'vk.cjs' ? withExports(linked, begin) : linked,
      { ...commonJs, target: 'node20.18', platform: 'node' },
    );
    writeFileSync(join(root, 'dist/cli', name), name === 'vk.cjs' ? code : withShared(code));
  }
  return metafile;
}

/**
 * What the entry has left to do: `more` passes main.ts on, so that it stands with what both files use.
 *
 * @param {readonly esbuild.OutputFile[]} files
 */
function entryStatement(files) {
  const entry = files.find(({ path }) => basename(path) === 'main.js')?.text ?? '';
  const [statement] = /^init_\w+\(\);$/m.exec(entry) ?? [];
  if (statement === undefined) {
    throw new Error(`esbuild makes another entry of main.ts:\n${entry}`);
  }
  return statement;
}

/** @param {string} path */
function basename(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @param {string} name */
function newName(name) {
  return name.startsWith('more') ? 'more.cjs' : 'vk.cjs';
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
 * Each module as a function, as esbuild makes it where it shortens names. Where it keeps them, for us to
 * find them here, it makes an object with a method, and looks for its name: a hundred times a start.
 *
 * @param {string} text
 */
function withPlainModules(text) {
  const plain = text
    .replaceAll(/__esm\(\{\n {2}"[^"\n]+"\(\) \{\n([^]*?)\n {2}\}\n\}\)/g, '__esm(() => {\n$1\n})')
    .replace('(0, fn[__getOwnPropNames(fn)[0]])(fn = 0)', 'fn(fn = 0)');
  if (/__esm\(\{|__getOwnPropNames\(fn\)/.test(plain)) {
    throw new Error('esbuild makes modules on demand in another way');
  }
  return plain;
}

/**
 * What begins, and a function that gives `more` the rest of the exports. There are more than a hundred,
 * and what esbuild makes of them would define each at every start, which takes a millisecond.
 *
 * @param {string} text
 * @param {string} begin the last statement
 */
function withExports(text, begin) {
  const [statement = '', list = ''] = /\bexport\s*\{([^{}]*)\};?\s*$/.exec(text) ?? [];
  if (statement === '') {
    throw new Error('esbuild ends a file with its exports no more');
  }
  const getters = list.split(',').map((each) => {
    const [local = '', name = local] = each.trim().split(/\s+as\s+/);
    return `get ${name}() { return ${local}; }`;
  });
  return `${text.slice(0, -statement.length)}
module.exports = { main, shared: () => ({ ${getters.join(', ')} }) };
${begin}`;
}

/** @param {string} code */
function withShared(code) {
  const [before, after, ...others] = code.split('require("./vk.cjs")');
  if (before === undefined || after === undefined || others.length > 0) {
    throw new Error('esbuild has more.cjs load vk.cjs in another way');
  }
  return `${before}require("./vk.cjs").shared()${after}`;
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
      // An import would stand at the top of its file, and help needs none of this, which takes 5 ms.
      builder.onResolve({ filter: /^node:crypto$/ }, () => ({
        path: 'crypto',
        namespace: 'crypto',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'crypto' }, () => ({
        contents: lazyFunctions('node:crypto', cryptoNames(root)),
      }));
      builder.onResolve({ filter: /^more$/ }, () => ({ path: 'more', namespace: 'more' }));
      builder.onLoad({ filter: /^more$/, namespace: 'more' }, () => ({
        contents: `export { main } from './src/cli/main.ts';
export const load = {${onDemand(root)
          .map((path) => `'${path}': () => require('./${path}'),`)
          .join('\n')}};`,
        resolveDir: root,
      }));
    },
  };
}

/**
 * A module whose functions load the one that they are of when they are called.
 *
 * @param {string} module
 * @param {readonly string[]} names
 */
function lazyFunctions(module, names) {
  const functions = names.map(
    (name) => `export const ${name} = (...words) => load().${name}(...words);`,
  );
  return `let loaded;
const load = () => (loaded ??= process.getBuiltinModule('${module}'));
${functions.join('\n')}`;
}

/**
 * What our sources import from node:crypto, all of it functions.
 *
 * @param {string} root
 */
function cryptoNames(root) {
  const names = sourceFiles(root).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/import \{([^}]*)\} from 'node:crypto'/g)].flatMap(
      ([, list = '']) => list.split(',').map((name) => name.trim().split(/\s+as\s+/, 1)[0] ?? ''),
    ),
  );
  return [...new Set(names)].filter((name) => /^\w+$/.test(name));
}

/**
 * All modules that are loaded on demand, but for those of the start.
 *
 * @param {string} root
 */
function onDemand(root) {
  const wanted = sourceFiles(root).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(ON_DEMAND)]
      .filter(([, specifier = '']) => specifier.startsWith('.'))
      .map(([, specifier = '']) => modulePath(root, path, specifier)),
  );
  return [...new Set(wanted)].filter((path) => !AT_THE_START.has(path));
}

/** @param {string} root */
function sourceFiles(root) {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'src', name));
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
