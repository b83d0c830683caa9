/** Stands for a number that is printed as it is written here: `15420.50` keeps its zero. */
export interface Decimal {
  readonly [DECIMAL]: string;
}

const DECIMAL = Symbol('decimal');

/** What an answer is made of. */
export type Json = string | number | boolean | null | Decimal | readonly Json[] | JsonMembers;

interface JsonMembers {
  readonly [name: string]: Json;
  readonly [DECIMAL]?: undefined;
}

/** @param text a JSON number (RFC 8259), such as `15420.50` */
export function decimal(text: string): Decimal {
  return { [DECIMAL]: text };
}

/** Compact JSON: without spaces or line breaks. */
export function writeJson(value: Json): string {
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value);
  }
  if (isList(value)) {
    return `[${value.map(writeJson).join(',')}]`;
  }
  if (value[DECIMAL] !== undefined) {
    return value[DECIMAL];
  }
  let members = '';
  for (const name of Object.keys(value)) {
    const member = writeJson(value[name] ?? null);
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${member}`;
  }
  return `{${members}}`;
}

/** Array.isArray does not tell a readonly list from an object. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
