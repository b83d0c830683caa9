import type { ExitCode } from '../app/errors.js';
import type { Context } from './command.js';
import { commands, type CommandEntry } from './commands.js';
import { parseWords } from './words.js';

/** Finds the command in the arguments, loads it, and runs it. */
export async function runCommand(context: Context): Promise<ExitCode> {
  const { argv } = context.terminal;
  const entry = findEntry(argv);
  const command = await entry?.load();
  if (entry !== undefined && command !== undefined) {
    const words = parseWords(command, argv.slice(entry.name.split(' ').length));
    if (words !== undefined) {
      return await command.execute(words, context);
    }
  }
  const { runHelp } = await import('./help.js');
  const shown = await runHelp(context);
  if (shown !== undefined) {
    return shown;
  }
  // Help of a command, or words that do not fit: commander knows how to say so.
  const { runProgram } = await import('./program.js');
  return await runProgram(context);
}

/** The command that the first word, or the first two, name. */
export function findEntry([first = '', second = '']: readonly string[]): CommandEntry | undefined {
  return (
    commands.find(({ name }) => name === first) ??
    commands.find(({ name }) => name === `${first} ${second}`)
  );
}
