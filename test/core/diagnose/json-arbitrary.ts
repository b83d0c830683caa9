import * as fc from 'fast-check';
import { anyText } from '../arbitraries.js';

const space = fc.constantFrom('', '', ' ', '\n', '\t', '\r\n  ');
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom('15420.50', '-0', '-0.0', '1E-7', '1e+5', '9007199254740993', '1e400', '0.10'),
);
const string = fc.oneof(
  anyText.map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\/"', '"\\u0041"', '"\\uD83D\\ude00"', '"\\u001B"', '"10"', '"__proto__"'),
);
const word = fc.constantFrom('true', 'false', 'null');

/** JSON texts: any spelling of numbers and strings, keys more than once, and white space anywhere. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => {
  const spaced = fc.tuple(space, tie('value'), space).map((parts) => parts.join(''));
  const member = fc.tuple(space, string, space, spaced).map(([a, key, b, value]) => {
    return `${a}${key}${b}:${value}`;
  });
  return {
    value: fc.oneof(
      { maxDepth: 4 },
      number,
      string,
      word,
      fc.array(spaced, { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(',')}}`),
    ),
  };
}).value;
