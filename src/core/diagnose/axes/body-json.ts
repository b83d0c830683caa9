import { decodeUtf8, utf8 } from '../../bytes.js';
import { jsonStyles, type NamedStyle } from '../json-styles.js';
import { parseJsonTree, type JsonTree } from '../../json-tree.js';
import { keyOrders, ordersLike } from '../key-orders.js';
import { printJson } from '../print-json.js';
import { serialisers } from '../serialisers.js';
import type { Serialiser } from '../serialisers/serialiser.js';
import type { Language, Made, Remedy, Subject, Variant } from '../variant.js';

const REMEDY: Remedy = {
  any: 'Serialise the body once; sign those bytes, and send those very bytes.',
  javascript: 'const body = JSON.stringify(data); fetch(url, { body })',
  python: 'body = json.dumps(data).encode(); requests.post(url, data=body)',
  php: '$body = json_encode($data); // CURLOPT_POSTFIELDS => $body',
  go: 'body, err := json.Marshal(data); bytes.NewReader(body)',
  java: 'byte[] body = mapper.writeValueAsBytes(data); ofByteArray(body)',
  ruby: 'body = JSON.generate(data); request.body = body',
  csharp: 'var body = JsonSerializer.SerializeToUtf8Bytes(data); // once',
};

const REMEDY_FOR_ORDER: Remedy = {
  ...REMEDY,
  any: `${REMEDY.any} A map may give its keys in another order each time.`,
};

const NAMES: Readonly<Record<Language, string>> = {
  javascript: 'JavaScript',
  python: 'Python',
  php: 'PHP',
  go: 'Go',
  java: 'Java',
  ruby: 'Ruby',
  csharp: 'C#',
};

/** Other spellings of the JSON body that may have been signed instead of the one that was sent. */
export const jsonBodyVariants: readonly Variant<Uint8Array>[] = [
  ...serialisers.map(ofSerialiser),
  ...jsonStyles.map(ofStyle),
  {
    id: 'key-order',
    title: 'the body was signed with its keys in another order',
    weight: 2,
    remedy: REMEDY_FOR_ORDER,
    make: inOtherOrders,
  },
];

function ofSerialiser({ id, language, call, weight, print }: Serialiser): Variant<Uint8Array> {
  return {
    id,
    title: `the body was serialised again by ${NAMES[language]}`,
    weight,
    language,
    remedy: REMEDY,
    make: (subject) => printed(subject, print).map((made) => ({ ...made, detail: call })),
  };
}

function ofStyle({ id, title, weight, style }: NamedStyle): Variant<Uint8Array> {
  return {
    id,
    title,
    weight,
    remedy: id === 'keys-sorted' ? REMEDY_FOR_ORDER : REMEDY,
    make: (subject) => printed(subject, (tree) => printJson(tree, style)),
  };
}

function printed(
  subject: Subject,
  print: (tree: JsonTree) => string | undefined,
): Made<Uint8Array>[] {
  const body = jsonBody(subject);
  const text = body === undefined ? undefined : print(body.tree);
  return text === undefined || text === body?.text ? [] : [{ value: utf8(text) }];
}

function* inOtherOrders(subject: Subject): Generator<Made<Uint8Array>> {
  const body = jsonBody(subject);
  if (body !== undefined) {
    const { samples = [] } = subject.surroundings;
    for (const { text, detail } of [...ordersLike(samples, body.tree), ...keyOrders(body.tree)]) {
      yield { value: utf8(text), detail };
    }
  }
}

export interface JsonBody {
  readonly text: string;
  readonly tree: JsonTree;
}

/** What each body was parsed to: some 80 variants ask for it. */
const parsed = new WeakMap<Uint8Array, JsonBody | 'not JSON'>();

/** The body's text and what it means; undefined where it is no JSON. */
export function jsonBody({ parts: { body } }: Subject): JsonBody | undefined {
  if (body === undefined) {
    return undefined;
  }
  const known = parsed.get(body) ?? parse(body);
  parsed.set(body, known);
  return known === 'not JSON' ? undefined : known;
}

/** Larger bodies would take seconds and hundreds of megabytes, and a search of them gets nowhere. */
const LARGEST = 1024 * 1024;

function parse(body: Uint8Array): JsonBody | 'not JSON' {
  // A byte order mark is no JSON, and is a cause of its own.
  const text = body.length > LARGEST ? undefined : decodeUtf8(body)?.replace(/^\ufeff/, '');
  const tree = text === undefined ? undefined : parseJsonTree(text);
  return text === undefined || tree === undefined ? 'not JSON' : { text, tree };
}
