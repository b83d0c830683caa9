import { decodeUtf8 } from '../../core/bytes.js';
import { DIGEST_LENGTH } from '../../core/hmac.js';
import type { DigestAlgorithm, Scheme, SignatureEncoding } from '../../core/provider.js';
import { shellQuote } from './curl.js';

const API_SECRET = 'VK_API_SECRET';

/** Length in bytes of each algorithm's block, to which HMAC pads its key (RFC 2104 §2). */
const BLOCK_LENGTH: Readonly<Record<DigestAlgorithm, number>> = {
  sha1: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
};

/**
 * Lines for bash or zsh that make the signature by openssl. `openssl dgst -hmac` would have the
 * secret in its arguments, where a process list shows it, and only OpenSSL 4 reads it from somewhere
 * else. So HMAC is made of its two digests; what touches the secret is built into the shell or gets
 * it through a pipe.
 *
 * @param variable the name of the shell's variable that holds the secret
 */
export function opensslLines(
  scheme: Scheme,
  stringToSign: Uint8Array,
  variable = API_SECRET,
): string {
  return `${printer(stringToSign)} | ${hmacOfInput(scheme, variable)}`;
}

/** The same for bytes that come from somewhere else: a subshell that signs its standard input. */
export function hmacOfInput({ algorithm, encoding }: Scheme, variable = API_SECRET): string {
  const block = BLOCK_LENGTH[algorithm];
  const digest = `openssl dgst -${algorithm}`;
  return `(
  key=$(printf %s "$${variable}" | od -An -v -tx1 | tr -d ' \\n')
  [ \${#key} -le ${2 * block} ] ||
    key=$(printf %s "$${variable}" | ${digest} -r | cut -c 1-${2 * DIGEST_LENGTH[algorithm]})
  pad() {
    for i in {0..${block - 1}}; do
      byte=\${key:$((2 * i)):2}
      printf -v byte '\\\\x%02x' $((0x\${byte:-0} ^ $1)); printf %b "$byte"
    done
  }
  { pad 0x5c; { pad 0x36; cat; } | ${digest} -binary; } |
    ${digest} ${ENCODERS[encoding]}
)`;
}

const ENCODERS: Readonly<Record<SignatureEncoding, string>> = {
  hex: "-r | cut -d ' ' -f 1",
  base64: '-binary | openssl base64 -A',
  base64url: "-binary | openssl base64 -A | tr '+/' '-_' | tr -d =",
};

/** A command that prints the bytes: as they are where a terminal can hold them. */
function printer(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  return text !== undefined && bytes.length <= LONGEST_TEXT && /^[ -~]*$/.test(text)
    ? `printf %s ${shellQuote(text)}`
    : `base64 --decode <<< ${Buffer.from(bytes).toString('base64')}`;
}

const LONGEST_TEXT = 2000;
