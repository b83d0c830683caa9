import type { Batch } from './batch.js';
import { piecesOf, type Candidate, type Documented } from './candidate.js';
import type { AxisChoices, Choice } from './choices.js';
import type { Construction } from './construction.js';
import { frameOf, sizeOf, write, type Values } from './frame.js';
import type { Piece } from './layout.js';

/** Enough for a thousand messages of the usual size; a larger one gets a buffer of its own size. */
const CAPACITY = 512 * 1024;
const MOST = 1024;

/** What a batch is assembled from. */
export interface AssemblyInput {
  readonly documented: Documented;
  /** @returns the positions in the batch that are to be reported */
  readonly find: (batch: Batch) => readonly number[];
  readonly onHit: (candidate: Candidate) => void;
}

/** A batch that candidates are added to. */
export interface Assembly {
  /** Whether the layout at hand has that axis's part in it. */
  readonly mentions: (axis: AxisChoices['axis']) => boolean;
  readonly isDocumentedConstruction: () => boolean;
  readonly pick: (choice: Choice) => void;
  /** Takes the last pick back. */
  readonly unpick: () => void;
  /**
   * Adds the candidate at hand, with one choice more.
   *
   * @returns whether that made it necessary to compute what was there
   */
  readonly add: (last: Choice | undefined) => boolean;
  readonly flush: () => void;
  readonly takeTried: () => number;
}

/** Assembles candidates into batches, and has each batch computed when it is full. */
export function openAssembly({ documented, find, onHit }: AssemblyInput): Assembly {
  const values = valuesOf(documented);
  let { key, construction } = documented;
  let frame = frameOf(documented.layout);
  let picked: readonly Choice[] = [];

  let buffer = new Uint8Array(CAPACITY);
  let used = 0;
  let held: { readonly key: Uint8Array; readonly construction: Construction } = {
    key,
    construction,
  };
  let ends: number[] = [];
  let bases: (readonly Choice[])[] = [];
  let lasts: (Choice | undefined)[] = [];
  let tried = 0;

  function set(choice: Choice): void {
    switch (choice.axis) {
      case 'layout':
        frame = frameOf(choice.value);
        break;
      case 'algorithm':
        construction = choice.value;
        break;
      case 'secret':
        key = choice.value;
        values.secret = key;
        break;
      default:
        values[choice.axis] = choice.value;
    }
  }

  function unset({ axis }: Choice): void {
    switch (axis) {
      case 'layout':
        frame = frameOf(documented.layout);
        break;
      case 'algorithm':
        construction = documented.construction;
        break;
      case 'secret':
        key = documented.key;
        values.secret = key;
        break;
      default:
        values[axis] = documented.pieces.get(axis) ?? NOTHING;
    }
  }

  function add(last: Choice | undefined): boolean {
    if (last !== undefined) {
      set(last);
    }
    const size = sizeOf(frame, values);
    const isFull =
      held.key !== key ||
      held.construction !== construction ||
      ends.length >= MOST ||
      used + size > buffer.length;
    if (isFull) {
      flush();
      held = { key, construction };
      buffer = size > buffer.length ? new Uint8Array(size) : buffer;
    }
    used = write(frame, values, buffer, used);
    ends.push(used);
    bases.push(picked);
    lasts.push(last);
    if (last !== undefined) {
      unset(last);
    }
    return isFull;
  }

  function flush(): void {
    if (ends.length > 0) {
      for (const index of find({ ...held, messages: buffer, ends })) {
        const last = lasts[index];
        const choices = [...(bases[index] ?? []), ...(last === undefined ? [] : [last])];
        const message = buffer.slice(ends[index - 1] ?? 0, ends[index]);
        onHit({ ...piecesOf(documented, choices), ...held, choices, message });
      }
    }
    tried += ends.length;
    ends = [];
    bases = [];
    lasts = [];
    used = 0;
  }

  return {
    mentions: (axis) =>
      axis === 'algorithm' ||
      axis === 'secret' ||
      axis === 'layout' ||
      frame.layout.pieces.includes(axis),
    isDocumentedConstruction: () => construction === documented.construction,
    pick: (choice) => {
      picked = [...picked, choice];
      set(choice);
    },
    unpick: () => {
      const last = picked.at(-1);
      picked = picked.slice(0, -1);
      if (last !== undefined) {
        unset(last);
      }
    },
    add,
    flush,
    takeTried: () => {
      const taken = tried;
      tried = 0;
      return taken;
    },
  };
}

const NOTHING = new Uint8Array();

function valuesOf({ pieces, key }: Documented): Values {
  const value = (piece: Piece): Uint8Array => pieces.get(piece) ?? NOTHING;
  return {
    timestamp: value('timestamp'),
    method: value('method'),
    target: value('target'),
    body: value('body'),
    email: value('email'),
    apiKey: value('apiKey'),
    code: value('code'),
    secret: key,
  };
}
