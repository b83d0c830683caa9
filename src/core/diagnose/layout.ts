import type { PartName, Scheme } from '../provider.js';

/** What a string-to-sign can be made of: the parts, and what gets into it by mistake. */
export type Piece = PartName | 'apiKey' | 'code' | 'secret';

/** How a string-to-sign is put together: pieces in order, a separator between them, and an end. */
export interface Layout {
  readonly pieces: readonly Piece[];
  readonly separator: string;
  readonly end: string;
}

/** The documented layout of a scheme. */
export function layoutOf({ parts, separator }: Scheme): Layout {
  return { pieces: parts, separator, end: '' };
}

/** In words: `timestamp + method + target`, `body + ":" + timestamp`. */
export function describeLayout({ pieces, separator, end }: Layout): string {
  const glue = separator === '' ? ' + ' : ` + ${JSON.stringify(separator)} + `;
  return pieces.join(glue) + (end === '' ? '' : ` + ${JSON.stringify(end)}`);
}
