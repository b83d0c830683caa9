import { lastOfEachKey } from '../json-members.js';
import { isInteger } from '../json-numbers.js';
import { quoted, SHORT_ESCAPES, type Escaping } from '../json-strings.js';
import type { JsonMember, JsonTree } from '../../json-tree.js';
import { printJson } from '../print-json.js';
import { inHashMapOrder, javaDouble, javaInteger, javaText } from './java-values.js';
import type { Serialiser } from './serialiser.js';

const ORG_JSON: Escaping = {
  escaped: /["\\\u0080-\u009f\u2000-\u20ff]|(?<=<)\/|[^ -\uffff]/g,
  short: { ...SHORT_ESCAPES, '/': '\\/' },
  hex: 'lower',
};
const SIMPLE: Escaping = {
  escaped: /["\\/\u007f-\u009f\u2000-\u20ff]|[^ -\uffff]/g,
  short: { ...SHORT_ESCAPES, '/': '\\/' },
  hex: 'upper',
};

/** The libraries whose objects are a java.util.HashMap. */
export const javaHashed = [
  {
    id: 'java-org-json',
    language: 'java',
    call: 'new JSONObject(body).toString()',
    weight: 2,
    print: (tree) =>
      hasKeyTwice(tree)
        ? undefined
        : javaText(
            printJson(tree, {
              members: inHashMapOrder,
              string: ({ value }) => quoted(value, ORG_JSON),
              number: orgJsonNumber,
            }),
          ),
  },
  {
    id: 'java-json-simple',
    language: 'java',
    call: 'JSONValue.toJSONString(JSONValue.parse(body))',
    weight: 2,
    print: (tree) =>
      javaText(
        printJson(tree, {
          members: hashed,
          string: ({ value }) => quoted(value, SIMPLE),
          number: simpleNumber,
        }),
      ),
  },
] as const satisfies readonly Serialiser[];

function hashed(members: readonly JsonMember[]): readonly JsonMember[] {
  return inHashMapOrder(lastOfEachKey(members));
}

/** org.json refuses a key that stands there twice. */
function hasKeyTwice(tree: JsonTree): boolean {
  switch (tree.kind) {
    case 'object':
      return (
        lastOfEachKey(tree.members).length < tree.members.length ||
        tree.members.some(({ value }) => hasKeyTwice(value))
      );
    case 'array':
      return tree.items.some(hasKeyTwice);
    default:
      return false;
  }
}

/** A BigDecimal since 20190722, zeros at the end of its fraction cut off. */
function orgJsonNumber(text: string): string | undefined {
  if (isInteger(text) && text !== '-0') {
    return text;
  }
  const printed = bigDecimal(text);
  return /\.\d*$/.test(printed) ? printed.replace(/\.?0+$/, '') : printed;
}

/** BigDecimal.toString, but for a negative zero, which is a double here. */
function bigDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  if (sign === '-' && /^0+$/.test(digits)) {
    return '-0.0';
  }
  const scale = fraction.length - Number(power);
  const adjusted = digits.length - 1 - scale;
  if (scale < 0 || adjusted < -6) {
    const mantissa = digits.length > 1 ? `${digits.charAt(0)}.${digits.slice(1)}` : digits;
    return `${sign}${mantissa}E${adjusted < 0 ? '' : '+'}${adjusted}`;
  }
  if (scale === 0) {
    return sign + digits;
  }
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Integers are a long; what is infinite is written as null. */
function simpleNumber(text: string): string | undefined {
  const integer = javaInteger(text);
  if (integer !== undefined) {
    return text.length <= 20 && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
      ? integer
      : undefined;
  }
  return javaDouble(text) ?? 'null';
}
