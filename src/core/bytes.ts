const encoder = new TextEncoder();
let strictDecoder: InstanceType<typeof TextDecoder> | undefined;

/** Up to here, a loop is faster than a call of the encoder. */
const SHORT = 128;

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return (text.length <= SHORT ? ascii(text) : undefined) ?? encoder.encode(text);
}

/** The bytes of a text that is ASCII; undefined for any other. */
function ascii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) {
      return undefined;
    }
    bytes[index] = code;
  }
  return bytes;
}

/** The text of UTF-8 bytes, a byte order mark kept; undefined where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  strictDecoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** All chunks, one after the other. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

/** The bytes without the line breaks at their end: a file ends with one, and a key does not. */
export function withoutFinalLineBreaks(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, bytes.findLastIndex((byte) => byte !== 0x0a && byte !== 0x0d) + 1);
}
