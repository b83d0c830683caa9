import { VkError } from '../core/error.js';
import { parseJsonTree, type JsonObject, type JsonTree } from '../core/json-tree.js';
import type { Provider } from '../core/provider.js';
import type { Collection } from '../core/sandbox-definition.js';
import { parseAmount } from './amount.js';
import type { StoredRecord } from './records.js';

/** What each API key of a provider holds at first, by collection. */
export type Seed = Readonly<Record<string, readonly StoredRecord[]>>;

type Seeded = Pick<Provider, 'id' | 'sandbox'>;

/**
 * Reads what providers hold at first from JSON, by provider and collection. Numbers become text as
 * they are written: `100.10` keeps its zero.
 *
 * @throws VkError `usage` that names the place
 */
export function parseSeeds(text: string, providers: readonly Seeded[]): ReadonlyMap<string, Seed> {
  const tree = parseJsonTree(text);
  if (tree === undefined) {
    throw fault('the seed is not JSON', SHAPE);
  }
  const members = membersOf(tree, 'the seed', 'an object of providers');
  return new Map(
    members.map(([id, value]) => {
      const provider = providers.find((each) => each.id === id);
      if (provider === undefined) {
        const known = providers.map((each) => each.id).join(', ');
        throw fault(`the seed names the provider ${JSON.stringify(id)}`, `There are ${known}.`);
      }
      return [id, readSeed(value, provider)];
    }),
  );
}

/** Records as a program writes them. */
export type LooseSeed = Readonly<
  Record<string, readonly Readonly<Record<string, string | number | boolean>>[]>
>;

/**
 * What one provider holds at first, from a program's own object.
 *
 * @throws VkError `usage` that names the place
 */
export function seedOf(records: LooseSeed, provider: Seeded): Seed {
  const tree = parseJsonTree(JSON.stringify(records));
  if (tree === undefined) {
    throw fault('the seed is nested too deeply', 'Give collections of flat records.');
  }
  return readSeed(tree, provider);
}

function readSeed(tree: JsonTree, { id, sandbox }: Seeded): Seed {
  const collections = sandbox.collections ?? [];
  const members = membersOf(tree, id, 'an object of collections');
  return Object.fromEntries(
    members.map(([name, value]) => {
      const place = `${id}${step(name)}`;
      const collection = collections.find((each) => each.name === name);
      if (collection === undefined) {
        const known = collections.map((each) => each.name).join(', ');
        const remedy = known === '' ? `${id} has no collections.` : `${id} has ${known}.`;
        throw fault(`${place} is no collection`, remedy);
      }
      return [name, readRecords(value, collection, place)];
    }),
  );
}

function readRecords(tree: JsonTree, collection: Collection, place: string): StoredRecord[] {
  if (tree.kind !== 'array') {
    throw fault(`${place} is ${named(tree)}, and has to be a list of records`, SHAPE);
  }
  const seen = new Map<string, string>();
  return tree.items.map((item, index) => {
    const here = `${place}[${index}]`;
    const record = readRecord(item, collection, here);
    const key = record[collection.key] ?? '';
    if (key === '') {
      const remedy = `Records of ${collection.name} are told apart by it.`;
      throw fault(`${here}${step(collection.key)} is missing`, remedy);
    }
    const other = seen.get(key);
    if (other !== undefined) {
      const message = `${here}${step(collection.key)} is the same as that of ${other}`;
      throw fault(message, 'Give each record another one.');
    }
    seen.set(key, here);
    return record;
  });
}

function readRecord(tree: JsonTree, collection: Collection, place: string): StoredRecord {
  const members = membersOf(tree, place, 'a record');
  return Object.fromEntries(
    members.map(([name, value]) => {
      const here = place + step(name);
      const text = textOf(value, here);
      if (isAmount(collection, name) && parseAmount(text) === undefined) {
        const message = `${here} is ${JSON.stringify(text)}, and has to be an amount`;
        throw fault(message, 'Write it as 15420.50: no sign, and at most two decimals.');
      }
      return [name, text];
    }),
  );
}

/** Whether the provider's own records have an amount of money there. */
function isAmount({ initial }: Collection, name: string): boolean {
  return initial.some((record) => /^\d+\.\d\d$/.test(record[name] ?? ''));
}

function textOf(tree: JsonTree, place: string): string {
  if (tree.kind === 'string') {
    return tree.value;
  }
  if (tree.kind === 'number' || (tree.kind === 'word' && tree.text !== 'null')) {
    return tree.text;
  }
  const message = `${place} is ${named(tree)}, and has to be a string, a number or a boolean`;
  throw fault(message, 'Records are flat.');
}

/** Of names that are there twice, the last one counts, as with JSON.parse. */
function membersOf(
  tree: JsonTree,
  place: string,
  expected: string,
): (readonly [name: string, value: JsonTree])[] {
  if (tree.kind !== 'object') {
    throw fault(`${place} is ${named(tree)}, and has to be ${expected}`, SHAPE);
  }
  return [...lastOf(tree)];
}

function lastOf({ members }: JsonObject): ReadonlyMap<string, JsonTree> {
  return new Map(members.map(({ key, value }) => [key.value, value]));
}

const SHAPE = 'Write {"PROVIDER": {"COLLECTION": [{...}, ...]}}.';

function named(tree: JsonTree): string {
  const names = { object: 'an object', array: 'a list', string: 'a string', number: 'a number' };
  return tree.kind === 'word' ? tree.text : names[tree.kind];
}

function step(name: string): string {
  return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function fault(message: string, remedy: string): VkError {
  return new VkError('usage', message, remedy);
}
