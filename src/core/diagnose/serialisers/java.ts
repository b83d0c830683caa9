import { lastOfEachKey } from '../json-members.js';
import { quoted, REQUIRED, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import type { JsonMember, JsonTree } from '../../json-tree.js';
import { indented, printJson, type JsonStyle } from '../print-json.js';
import { inHashMapOrder, javaDouble, javaInteger, javaText } from './java-values.js';
import type { Serialiser } from './serialiser.js';

const JACKSON: Escaping = { escaped: REQUIRED, short: SHORT_ESCAPES, hex: 'upper' };
const GSON: Escaping = {
  escaped: /["\\\u2028\u2029]|[^ -\uffff]/g,
  short: SHORT_ESCAPES,
  hex: 'lower',
};
const GSON_HTML: Escaping = { ...GSON, escaped: /["\\<>&='\u2028\u2029]|[^ -\uffff]/g };

/** Jackson and Gson. */
export const java = [
  {
    id: 'java-jackson',
    language: 'java',
    call: 'objectMapper.writeValueAsString(body)',
    weight: 2,
    print: (tree) => jackson(tree, {}),
  },
  {
    id: 'java-jackson-pretty',
    language: 'java',
    call: 'objectMapper.writerWithDefaultPrettyPrinter().writeValueAsString(body)',
    weight: 2,
    print: (tree) =>
      jackson(tree, {
        object: { separator: ',', indent: '  ', empty: () => ' ' },
        array: { separator: ', ', padding: ' ', empty: () => ' ' },
        colon: ' : ',
      }),
  },
  {
    id: 'java-jackson-hash-map',
    language: 'java',
    call: 'objectMapper.writeValueAsString(new HashMap<>(body))',
    weight: 2,
    print: (tree) =>
      jackson(tree, { members: (members) => inHashMapOrder(lastOfEachKey(members)) }),
  },
  {
    id: 'java-gson',
    language: 'java',
    call: 'gson.toJson(JsonParser.parseString(body))',
    weight: 1,
    print: (tree) => gson(tree, GSON_HTML, {}),
  },
  {
    id: 'java-gson-map',
    language: 'java',
    call: 'gson.toJson(gson.fromJson(body, Map.class))',
    weight: 2,
    print: (tree) => gson(tree, GSON_HTML, { number: javaDouble }),
  },
  {
    id: 'java-gson-no-html',
    language: 'java',
    call: 'new GsonBuilder().disableHtmlEscaping().create().toJson(JsonParser.parseString(body))',
    weight: 2,
    print: (tree) => gson(tree, GSON, {}),
  },
  {
    id: 'java-gson-pretty',
    language: 'java',
    call: 'new GsonBuilder().setPrettyPrinting().create().toJson(JsonParser.parseString(body))',
    weight: 2,
    print: (tree) => gson(tree, GSON_HTML, indented('  ')),
  },
] as const satisfies readonly Serialiser[];

function jackson(tree: JsonTree, style: JsonStyle): string | undefined {
  return javaText(
    printJson(tree, {
      members: lastOfEachKey,
      string: ({ value }) => quoted(value, JACKSON),
      number: (text) => javaInteger(text) ?? javaDouble(text) ?? quotedInfinity(text),
      ...style,
    }),
  );
}

/** JsonWriteFeature.WRITE_NAN_AS_STRINGS is on unless it is turned off. */
function quotedInfinity(text: string): string {
  return text.startsWith('-') ? '"-Infinity"' : '"Infinity"';
}

/** A JsonElement keeps its numbers as they were written. */
function gson(tree: JsonTree, escaping: Escaping, style: JsonStyle): string | undefined {
  return javaText(
    printJson(tree, {
      members: withoutNulls,
      string: ({ value }) => quoted(value, escaping),
      ...style,
    }),
  );
}

/** Gson leaves them out unless serializeNulls() was called. */
function withoutNulls(members: readonly JsonMember[]): readonly JsonMember[] {
  return lastOfEachKey(members).filter(
    ({ value }) => value.kind !== 'word' || value.text !== 'null',
  );
}
