import { isInteger, printDouble } from '../json-numbers.js';
import type { JsonMember } from '../../json-tree.js';

/** Text as String.getBytes(UTF_8) takes it: lone surrogates become question marks. */
export function javaText(text: string | undefined): string | undefined {
  return text?.replace(/\p{Cs}/gu, '?');
}

/** An integer as int, long or BigInteger prints it; undefined for other numbers. */
export function javaInteger(text: string): string | undefined {
  return isInteger(text) ? (text === '-0' ? '0' : text) : undefined;
}

/** Double.toString, whose digits are the shortest since Java 19; undefined where it is infinite. */
export function javaDouble(text: string): string | undefined {
  return printDouble(text, {
    from: 7,
    upTo: -4,
    whole: '.0',
    wholeMantissa: '.0',
    letter: 'E',
    plus: '',
    width: 1,
  });
}

/** The members in the order in which a java.util.HashMap with its default capacity gives them. */
export function inHashMapOrder(members: readonly JsonMember[]): readonly JsonMember[] {
  let capacity = 16;
  while (members.length > capacity * 0.75) {
    capacity *= 2;
  }
  const bucket = ({ key }: JsonMember): number => {
    const hash = hashCode(key.value);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return members.toSorted((a, b) => bucket(a) - bucket(b));
}

/** String.hashCode. */
function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return hash;
}
