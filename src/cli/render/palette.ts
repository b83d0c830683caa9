import type { Output } from '../terminal.js';

type Paint = (text: string) => string;

/** Colours by meaning, and only these. */
export interface Palette {
  readonly ok: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
  readonly dim: Paint;
  readonly key: Paint;
  /** Sets off what stands beside a `key`. */
  readonly other: Paint;
}

const asIs: Paint = (text) => text;

export const plain: Palette = {
  ok: asIs,
  warn: asIs,
  bad: asIs,
  dim: asIs,
  key: asIs,
  other: asIs,
};

/** The palette for a place to print to. chalk loads only where there is colour. */
export async function paletteFor({ hasColour }: Pick<Output, 'hasColour'>): Promise<Palette> {
  if (!hasColour) {
    return plain;
  }
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    ok: chalk.green,
    warn: chalk.yellow,
    bad: chalk.red,
    dim: chalk.dim,
    key: chalk.cyan,
    other: chalk.magenta,
  };
}
