import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findLanguage } from '../../src/cli/snippet/languages.js';
import { isInstalled, newFolder, run, type Run } from './vk.js';

/** How the programs of a language are run here; what is compiled is compiled once for all of them. */
export interface Runner {
  /** What has to be on this machine, in words. */
  readonly needs: string;
  /** Whether each start is so slow that there should be few. */
  readonly isSlow?: boolean;
  readonly isThere: () => Promise<boolean>;
  /** Builds programs and gives, for each of them, the command that runs it. */
  readonly build: (programs: readonly string[]) => Promise<readonly (readonly string[])[]>;
}

const everyOne = async (...checks: readonly Promise<boolean>[]): Promise<boolean> =>
  (await Promise.all(checks)).every(Boolean);

export const RUNNERS: Readonly<Record<string, Runner>> = {
  bash: {
    needs: 'bash, openssl and curl',
    isThere: async () =>
      await everyOne(
        isInstalled('bash', '--version'),
        isInstalled('openssl', 'version'),
        isInstalled('curl', '--version'),
      ),
    build: interpreted('bash', 'bash'),
  },
  php: {
    needs: 'php with its curl extension',
    isThere: async () =>
      await isInstalled('php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'),
    build: interpreted('php', 'php'),
  },
  python: {
    needs: 'python3',
    isThere: async () => await isInstalled('python3', '--version'),
    build: interpreted('python', 'python3'),
  },
  node: {
    needs: 'node',
    isThere: async () => await Promise.resolve(true),
    build: interpreted('node', process.execPath),
  },
  java: {
    needs: 'javac and java',
    isSlow: true,
    isThere: async () =>
      await everyOne(isInstalled('javac', '-version'), isInstalled('java', '-version')),
    build: async (programs) => {
      const folder = newFolder();
      const files = programs.map((source, index) =>
        put(folder, `p${index}/Request.java`, `package p${index};\n${source}`),
      );
      await succeed('javac', ['-J-XX:TieredStopAtLevel=1', '-Xlint:all', '-Werror', ...files]);
      const quick = ['-XX:TieredStopAtLevel=1', '-Xshare:auto', '-cp', folder];
      return programs.map((_, index) => ['java', ...quick, `p${index}.Request`]);
    },
  },
  csharp: {
    needs: 'mcs and mono',
    isSlow: true,
    isThere: async () =>
      await everyOne(isInstalled('mcs', '--version'), isInstalled('mono', '--version')),
    build: async (programs) => {
      const folder = newFolder();
      const files = programs.map((source, index) =>
        put(folder, `${index}.cs`, source.replace('class Program', `class Program${index}`)),
      );
      const cases = programs.map((_, index) => `case "${index}": return Program${index}.Main();`);
      const main = put(
        folder,
        'Choose.cs',
        `public static class Choose { public static int Main(string[] words) {
           switch (words[0]) { ${cases.join('\n')} default: return 2; } } }`,
      );
      const program = join(folder, 'snippets.exe');
      const words = ['-warnaserror', '-r:System.Net.Http', '-main:Choose'];
      await succeed('mcs', [...words, `-out:${program}`, main, ...files]);
      return programs.map((_, index) => ['mono', program, String(index)]);
    },
  },
  go: {
    needs: 'go',
    isThere: async () => await isInstalled('go', 'version'),
    build: async (programs) => {
      const folder = newFolder();
      put(folder, 'go.mod', 'module snippets\n\ngo 1.18\n');
      for (const [index, source] of programs.entries()) {
        put(folder, `p${index}/main.go`, source);
      }
      const out = join(folder, 'out/');
      mkdirSync(out);
      await succeed('go', ['build', '-o', out, './...'], folder);
      return programs.map((_, index) => [join(out, `p${index}`)]);
    },
  },
  ruby: {
    needs: 'ruby',
    isThere: async () => await isInstalled('ruby', '--version'),
    build: interpreted('ruby', 'ruby', '-w'),
  },
};

function interpreted(id: string, ...command: readonly string[]): Runner['build'] {
  return async (programs) => {
    const folder = newFolder();
    const { file } = findLanguage(id);
    const commands = programs.map((source, index) => [
      ...command,
      put(folder, `${index}/${file}`, source),
    ]);
    return await Promise.resolve(commands);
  };
}

function put(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function succeed(file: string, words: readonly string[], cwd?: string): Promise<Run> {
  const result = await run(file, words, cwd === undefined ? {} : { cwd });
  if (result.exitCode !== 0) {
    throw new Error(`${file}: ${result.stdout}${result.stderr}`);
  }
  return result;
}
