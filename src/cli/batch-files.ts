import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import type { BatchFlags } from './commands/batch.js';

/**
 * Of two things in one file, one would be lost, such as the calls where the results go.
 *
 * @throws VkError `usage`
 */
export async function refuseSharedFile(flags: BatchFlags, { deps }: Context): Promise<void> {
  const { isSame } = await deps.paths();
  const files = filesOf(flags);
  for (const [index, [name, path]] of files.entries()) {
    const [other] = files.slice(0, index).find((each) => isSame(each[1], path)) ?? [];
    if (other !== undefined) {
      throw new VkError(
        'usage',
        `${other} and ${name} contradict each other`,
        'They are the same file: what is in it would be lost.',
      );
    }
  }
}

function filesOf({ path, journal, resume, output, reports }: BatchFlags): [string, string][] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ['the file of calls', path === '-' ? undefined : path],
    ['--journal', journal],
    ['--resume', resume],
    ['--output', output],
    ...reports.map((report) => [`--report ${report.format}`, report.path] as const),
  ];
  return named.flatMap(([name, file]): [string, string][] =>
    file === undefined ? [] : [[name, file]],
  );
}
