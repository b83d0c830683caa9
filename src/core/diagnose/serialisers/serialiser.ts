import type { JsonTree } from '../../json-tree.js';
import type { Language } from '../variant.js';

/** A library's way of reading JSON and printing it again. */
export interface Serialiser {
  /** Unique, kebab-case, its language in front. */
  readonly id: string;
  readonly language: Language;
  /** The code as a user writes it. */
  readonly call: string;
  /** 1 for the common ones, 2 for the rare. */
  readonly weight: 1 | 2;
  /** What the code makes of the JSON; undefined where it would fail. */
  readonly print: (tree: JsonTree) => string | undefined;
}
