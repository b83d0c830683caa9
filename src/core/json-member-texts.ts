/** A member of a JSON object. */
export interface JsonMemberText {
  readonly name: string;
  /** Its value as it was written, white space inside it and escapes included. */
  readonly text: string;
}

/**
 * The members of a JSON object, each value as it was written.
 *
 * @param json a text that JSON.parse takes, and takes for an object
 */
export function memberTexts(json: string): readonly JsonMemberText[] {
  const members: JsonMemberText[] = [];
  let at = behindSpace(json, json.indexOf('{') + 1);
  while (json.charAt(at) === '"') {
    const nameEnd = endOfString(json, at);
    const start = behindSpace(json, json.indexOf(':', nameEnd) + 1);
    const end = endOfValue(json, start);
    members.push({ name: decoded(json.slice(at, nameEnd)), text: json.slice(start, end) });
    // A comma or the closing brace.
    at = behindSpace(json, behindSpace(json, end) + 1);
  }
  return members;
}

function decoded(text: string): string {
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
}

function behindSpace(json: string, start: number): number {
  let at = start;
  while (SPACE.includes(json.charAt(at)) && at < json.length) {
    at += 1;
  }
  return at;
}

const SPACE = ' \t\r\n';

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json.charAt(at) !== '"') {
    at += json.charAt(at) === '\\' ? 2 : 1;
  }
  return at + 1;
}

function endOfValue(json: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const char = json.charAt(at);
    if (char === '"') {
      at = endOfString(json, at);
    } else if (char === '{' || char === '[') {
      depth += 1;
      at += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      at += 1;
    } else {
      at = endOfPlain(json, at);
    }
  } while (depth > 0);
  return at;
}

/** Behind a number or a word, or inside of an array or an object, what stands between two values. */
function endOfPlain(json: string, start: number): number {
  let at = start;
  while (at < json.length && !STRUCTURE.includes(json.charAt(at))) {
    at += 1;
  }
  return at === start ? at + 1 : at;
}

const STRUCTURE = ' \t\r\n,:"{}[]';
