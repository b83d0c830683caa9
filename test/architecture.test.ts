import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceFile {
  /** From the project's root, with forward slashes: `src/core/sign.ts`. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly isDynamic: boolean;
  readonly isTypeOnly: boolean;
}

const files: readonly SourceFile[] = ['src', 'bin'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);
const sources = files.filter(({ path }) => path.startsWith('src/'));

/** Which rooms, and which single files, a room may import from. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ['src/core/'],
  providers: ['src/providers/', 'src/core/'],
  sandbox: ['src/sandbox/', 'src/core/'],
  app: ['src/app/', 'src/sandbox/', 'src/providers/', 'src/core/'],
  adapters: ['src/adapters/', 'src/app/ports.ts', 'src/core/'],
  cli: ['src/cli/', 'src/app/', 'src/sandbox/', 'src/providers/', 'src/core/'],
  'index.ts': ['src/providers/', 'src/core/'],
  'sandbox.ts': ['src/adapters/', 'src/app/', 'src/sandbox/', 'src/providers/', 'src/core/'],
};

/** What a start may load; any other adapter is loaded when it is used. */
const EAGER_ADAPTERS = ['digests-noble', 'elapsed', 'files', 'profile-file'];

/** Packages and Node's modules that a room may import. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  core: ['node:crypto'],
  providers: [],
  sandbox: ['node:crypto', 'node:net'],
  app: [],
  'index.ts': [],
  'sandbox.ts': [],
};

/** Breaches of the direction of imports, each as a line to read. */
function importFaults(file: SourceFile): string[] {
  return importsOf(file).flatMap(({ specifier, isDynamic, isTypeOnly }) => {
    const report = (why: string): string[] => [`${file.path}: ${specifier} ${why}`];
    const room = file.path.split('/')[1] ?? '';
    if (!specifier.startsWith('.')) {
      const allowed = MAY_USE[room];
      return allowed === undefined || allowed.includes(specifier) ? [] : report('is a dependency');
    }
    const path = posix.join(dirname(file.path), specifier).replace(/\.js$/, '.ts');
    if (path.startsWith('src/adapters/') && file.path === 'src/cli/deps.ts') {
      const isLazy = EAGER_ADAPTERS.every((name) => path !== `src/adapters/${name}.ts`);
      return isLazy && !isDynamic && !isTypeOnly ? report('has to be loaded when it is used') : [];
    }
    const allowed = MAY_IMPORT[room] ?? [];
    return allowed.some((place) => path.startsWith(place)) ? [] : report('is the wrong direction');
  });
}

/** Imports and re-exports of every form, types included. */
function importsOf({ path, text }: SourceFile): Import[] {
  const found: Import[] = [];
  visitAll(parse({ path, text }), (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const isTypeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      found.push({ specifier: node.moduleSpecifier.text, isDynamic: false, isTypeOnly });
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const { text: specifier } = node.moduleSpecifier;
      found.push({ specifier, isDynamic: false, isTypeOnly: node.isTypeOnly });
    } else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        node.expression.getText() === 'require')
    ) {
      const [first] = node.arguments;
      const isPlain = first !== undefined && ts.isStringLiteral(first);
      found.push({
        specifier: isPlain ? first.text : '../../(computed)',
        isDynamic: true,
        isTypeOnly: false,
      });
    } else if (ts.isImportTypeNode(node)) {
      const specifier = node.argument.getText().slice(1, -1);
      found.push({ specifier, isDynamic: false, isTypeOnly: true });
    }
  });
  return found;
}

/** Names of the globals and the types that a file must not use. */
function wordFaults(file: SourceFile): string[] {
  const faults: string[] = [];
  const report = (node: ts.Node, what: string): void => {
    const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
    faults.push(`${file.path}:${line + 1}: ${what}`);
  };
  const mayUseProcess =
    file.path.startsWith('bin/') ||
    file.path === 'src/cli/main.ts' ||
    file.path === 'src/cli/terminal.ts';
  visitAll(parse(file), (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      report(node, 'any');
    } else if (ts.isExportDeclaration(node) && node.exportClause === undefined) {
      report(node, 'export *');
    } else if (
      ts.isIdentifier(node) &&
      (node.text === 'console' || (node.text === 'process' && !mayUseProcess)) &&
      // `a.process` is another thing.
      !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
    ) {
      report(node, node.text);
    }
  });
  return faults;
}

function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

function visitAll(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => {
    visitAll(child, see);
  });
}

it('looks at the whole source', () => {
  expect(files.length).toBeGreaterThan(50);
  const rooms = new Set(sources.map(({ path }) => path.split('/')[1] ?? ''));
  expect([...rooms].toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
});

describe('the direction of imports', () => {
  it.each(sources.map((file) => [file.path, file] as const))('%s', (_path, file) => {
    expect(importFaults(file)).toEqual([]);
  });

  it('is found in most files, so the reader of imports works', () => {
    const imports = sources.flatMap(importsOf);
    expect(imports.filter(({ specifier }) => specifier.startsWith('.')).length).toBeGreaterThan(
      200,
    );
    expect(imports.filter(({ isDynamic }) => isDynamic).length).toBeGreaterThan(10);
    expect(imports.filter(({ isTypeOnly }) => isTypeOnly).length).toBeGreaterThan(20);
  });

  // The checker itself: an import that is turned round is reported, whatever its form.
  it.each<[path: string, text: string, fault: string]>([
    ['src/core/sign.ts', `import { x } from '../app/call.js';`, 'wrong direction'],
    ['src/core/sign.ts', `import type { X } from '../providers/kamiokash.js';`, 'wrong direction'],
    ['src/core/sign.ts', `export { x } from '../cli/flags.js';`, 'wrong direction'],
    ['src/core/sign.ts', `export type { X } from '../app/ports.js';`, 'wrong direction'],
    ['src/core/sign.ts', `import '../app/call.js';`, 'wrong direction'],
    ['src/core/sign.ts', `let x: import('../app/call.js').CallInput;`, 'wrong direction'],
    [
      'src/core/sign.ts',
      `const f = async () => await import('../app/call.js');`,
      'wrong direction',
    ],
    ['src/core/sign.ts', `const f = (name: string) => import(name);`, 'wrong direction'],
    ['src/core/sign.ts', `import { x } from '../sandbox.js';`, 'wrong direction'],
    ['src/core/sign.ts', `import { readFileSync } from 'node:fs';`, 'dependency'],
    ['src/core/sign.ts', `import { request } from 'undici';`, 'dependency'],
    ['src/providers/x.ts', `import { x } from '../sandbox/handle.js';`, 'wrong direction'],
    ['src/providers/x.ts', `import { x } from 'node:crypto';`, 'dependency'],
    ['src/sandbox/handle.ts', `import { x } from '../providers/x.js';`, 'wrong direction'],
    ['src/sandbox/rules/code.ts', `import { x } from '../../app/call.js';`, 'wrong direction'],
    ['src/app/call.ts', `import { x } from '../cli/flags.js';`, 'wrong direction'],
    ['src/app/call.ts', `import { x } from '../adapters/files.js';`, 'wrong direction'],
    ['src/app/call.ts', `import { x } from 'conf';`, 'dependency'],
    ['src/adapters/files.ts', `import { x } from '../app/call.js';`, 'wrong direction'],
    ['src/adapters/files.ts', `import { x } from '../cli/deps.js';`, 'wrong direction'],
    ['src/adapters/files.ts', `import { x } from '../providers/x.js';`, 'wrong direction'],
    ['src/cli/commands/call.ts', `import { x } from '../../adapters/ora.js';`, 'wrong direction'],
    ['src/cli/commands/call.ts', `await import('../../adapters/ora.js');`, 'wrong direction'],
    ['src/cli/deps.ts', `import { x } from '../adapters/http-node.js';`, 'when it is used'],
    ['src/cli/deps.ts', `export { x } from '../adapters/jmespath.js';`, 'when it is used'],
    ['src/index.ts', `export { x } from './app/call.js';`, 'wrong direction'],
    ['src/index.ts', `export { x } from './sandbox/handle.js';`, 'wrong direction'],
    ['src/newroom/x.ts', `import { x } from '../core/sign.js';`, 'wrong direction'],
  ])('in %s, %s is refused', (path, text, fault) => {
    expect(importFaults({ path, text })).toEqual([expect.stringContaining(fault)]);
  });

  it.each<[path: string, text: string]>([
    ['src/core/sign.ts', `import { x } from './hmac.js'; import c from 'node:crypto';`],
    ['src/app/call.ts', `import { x } from '../sandbox/handle.js';`],
    ['src/adapters/files.ts', `import type { X } from '../app/ports.js'; import 'node:fs';`],
    ['src/cli/deps.ts', `import { x } from '../adapters/files.js';`],
    ['src/cli/deps.ts', `const f = () => import('../adapters/http-node.js');`],
    ['src/cli/deps.ts', `import type { X } from '../adapters/http-pool.js';`],
    [
      'src/core/sign.ts',
      `// import { x } from '../app/call.js';\nconst text = "import '../app/x.js'";`,
    ],
  ])('in %s, %s is allowed', (path, text) => {
    expect(importFaults({ path, text })).toEqual([]);
  });
});

describe('words that are not used', () => {
  it.each(files.map((file) => [file.path, file] as const))('%s', (_path, file) => {
    expect(wordFaults(file)).toEqual([]);
  });

  it.each<[path: string, text: string, fault: string]>([
    ['src/core/sign.ts', 'console.log(1);', 'src/core/sign.ts:1: console'],
    ['src/cli/main.ts', '\nconsole.error(1);', 'src/cli/main.ts:2: console'],
    ['src/app/call.ts', 'const { env } = process;', 'src/app/call.ts:1: process'],
    ['src/cli/deps.ts', 'process.exit(1);', 'src/cli/deps.ts:1: process'],
    ['src/app/call.ts', 'globalThis["x"]; let x: any;', 'src/app/call.ts:1: any'],
    ['src/app/call.ts', 'let x: readonly any[];', 'src/app/call.ts:1: any'],
    ['src/app/call.ts', "export * from './ports.js';", 'src/app/call.ts:1: export *'],
  ])('in %s, %j is reported', (path, text, fault) => {
    expect(wordFaults({ path, text })).toEqual([fault]);
  });

  it.each<[path: string, text: string]>([
    ['src/cli/main.ts', 'process.exitCode = 1;'],
    ['src/cli/terminal.ts', 'process.stdout;'],
    ['bin/vk.js', 'process.argv;'],
    ['src/app/call.ts', '// console.log, process.env, any\nconst text = "process.env any";'],
    ['src/app/call.ts', 'order.process();'],
  ])('in %s, %j is allowed', (path, text) => {
    expect(wordFaults({ path, text })).toEqual([]);
  });
});

describe('registries', () => {
  it.each<[folder: string, registry: string, form: (name: string) => string]>([
    ['src/cli/commands', 'src/cli/commands.ts', (name) => `import('./commands/${name}.js')`],
    ['src/providers', 'src/providers/registry.ts', (name) => `from './${name}.js'`],
    ['src/sandbox/rules', 'src/sandbox/rules/registry.ts', (name) => `from './${name}.js'`],
  ])('every file of %s is in %s', (folder, registry, form) => {
    const text = readFileSync(join(root, registry), 'utf8');
    const names = readdirSync(join(root, folder))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => name !== 'registry');
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !text.includes(form(name)))).toEqual([]);
  });

  it('every file of src/core/diagnose/axes is part of the catalogue', () => {
    const engine = sources.filter(({ path }) => path.startsWith('src/core/diagnose/'));
    const imported = new Set(
      engine.flatMap((file) =>
        importsOf(file).map(({ specifier }) => posix.join(dirname(file.path), specifier)),
      ),
    );
    const axes = engine.filter(({ path }) => path.startsWith('src/core/diagnose/axes/'));
    expect(axes.length).toBeGreaterThan(8);
    expect(axes.filter(({ path }) => !imported.has(path.replace(/\.ts$/, '.js')))).toEqual([]);
  });

  it.each(['src/providers/registry.ts', 'src/sandbox/rules/registry.ts'])(
    'whatever %s imports is in its list',
    (path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const names = [...text.matchAll(/^import \{ (\w+) \} from '\.\/(?!\.)/gm)].map(
        (match) => match[1] ?? '',
      );
      const list = /= (?:\[|listed\()([^\])]*)[\])]/.exec(text)?.[1] ?? '';
      expect(names.length).toBeGreaterThan(3);
      expect(
        list
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '')
          .toSorted(),
      ).toEqual(names.toSorted());
    },
  );
});

it('no file is long', () => {
  const long = files.filter(({ text }) => text.trimEnd().split('\n').length > 260);
  expect(long.map(({ path }) => path)).toEqual([]);
});

it('no file is named for nothing in particular', () => {
  const vague = files.filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|misc|common)\./.test(path));
  expect(vague.map(({ path }) => path)).toEqual([]);
});
