import type { Context } from './command.js';
import { renderNote } from './render/error.js';
import { paletteFor } from './render/palette.js';

/** Notes on standard error. */
export async function writeNotes(
  notes: readonly (string | undefined)[],
  { terminal: { stderr } }: Pick<Context, 'terminal'>,
): Promise<void> {
  const palette = await paletteFor(stderr);
  for (const note of notes) {
    if (note !== undefined) {
      stderr.write(renderNote(note, palette));
    }
  }
}
