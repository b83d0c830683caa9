import {
  createCipheriv,
  createDecipheriv,
  scryptSync,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto';
import { utf8 } from './bytes.js';
import { VkError } from './error.js';
import { membersOf, parseJson } from './parsed-json.js';

/**
 * Bytes that only a passphrase opens: scrypt (RFC 7914) makes the key, AES-256-GCM (NIST SP 800-38D)
 * encrypts. `header` is a JSON text with the parameters; its UTF-8 bytes are authenticated too.
 * `ciphertext` is base64, with the tag of 16 bytes at its end.
 */
export interface Sealed {
  readonly header: string;
  readonly ciphertext: string;
}

/**
 * Encrypts under a passphrase.
 *
 * @param purpose what the bytes are, authenticated with them: `vk-profiles 1`
 * @param random gives that many bytes that nobody can foresee
 */
export function seal(
  plaintext: Uint8Array,
  passphrase: Uint8Array,
  purpose: string,
  random: (bytes: number) => Uint8Array,
): Sealed {
  const salt = random(SALT_BYTES);
  const nonce = random(NONCE_BYTES);
  const { key, check } = deriveKey(passphrase, { ...COST, salt });
  const header = JSON.stringify({
    purpose,
    kdf: 'scrypt',
    ...COST,
    salt: toBase64(salt),
    check: toBase64(check),
    cipher: 'aes-256-gcm',
    nonce: toBase64(nonce),
  });
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(utf8(header));
  const bytes = [cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return { header, ciphertext: toBase64(Buffer.concat(bytes)) };
}

/**
 * Decrypts what {@link seal} has made. The header may be a stranger's: it cannot ask for more memory
 * or time than {@link MAX_MEMORY} and {@link MAX_WORK} allow.
 *
 * @throws VkError `bad-credential` for another passphrase, `file` for anything that was changed
 */
export function unseal(
  { header, ciphertext }: Sealed,
  passphrase: Uint8Array,
  purpose: string,
): Uint8Array {
  const { nonce, expected, ...parameters } = readHeader(header, purpose);
  const bytes = fromBase64(ciphertext);
  if (bytes === undefined || bytes.length < TAG_BYTES) {
    throw damaged('its ciphertext is cut off or no base64');
  }
  const { key, check } = deriveKey(passphrase, parameters);
  // The tag alone could not tell a wrong passphrase from a change of the file.
  if (!timingSafeEqual(check, expected)) {
    throw new VkError(
      'bad-credential',
      'the passphrase does not open it',
      'Give the passphrase that it was exported with. Nothing was changed.',
    );
  }
  const tagStart = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(utf8(header))
    .setAuthTag(bytes.subarray(tagStart));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, tagStart)), decipher.final()]);
  } catch (error) {
    throw damaged('it was changed since it was written, or damaged on its way', error);
  }
}

interface KdfParameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

/** 128 MiB and about half a second: what OWASP's Password Storage Cheat Sheet asks of scrypt. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;

/** Bytes; scrypt needs 128 N r. */
const MAX_MEMORY = 2 ** 28;
/** N r p; four times of what {@link COST} takes. */
const MAX_WORK = 2 ** 22;

const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const CHECK_BYTES = 16;

/**
 * The key, and a value that shows whether the passphrase is right. scrypt ends in PBKDF2, whose blocks
 * of 32 bytes do not tell anything of one another.
 */
function deriveKey(
  passphrase: Uint8Array,
  { N, r, p, salt }: KdfParameters,
): { readonly key: Uint8Array; readonly check: Uint8Array } {
  const options: ScryptOptions = { N, r, p, maxmem: 2 * MAX_MEMORY };
  const bytes = scryptSync(passphrase, salt, KEY_BYTES + CHECK_BYTES, options);
  return { key: bytes.subarray(0, KEY_BYTES), check: bytes.subarray(KEY_BYTES) };
}

interface Header extends KdfParameters {
  readonly nonce: Uint8Array;
  readonly expected: Uint8Array;
}

function readHeader(text: string, purpose: string): Header {
  const data = parseObject(text);
  if (data['purpose'] !== purpose) {
    throw damaged(`it is not ${JSON.stringify(purpose)}`);
  }
  if (data['kdf'] !== 'scrypt' || data['cipher'] !== 'aes-256-gcm') {
    throw damaged('it is encrypted in a way that this vk does not know');
  }
  const [N, r, p] = [data['N'], data['r'], data['p']].map(readCount);
  const salt = fromBase64(data['salt']);
  const nonce = fromBase64(data['nonce']);
  const expected = fromBase64(data['check']);
  if (
    N === undefined ||
    r === undefined ||
    p === undefined ||
    salt?.length !== SALT_BYTES ||
    nonce?.length !== NONCE_BYTES ||
    expected?.length !== CHECK_BYTES ||
    // RFC 7914: a power of two, larger than 1.
    N < 2 ||
    !Number.isInteger(Math.log2(N))
  ) {
    throw damaged('its header is not one that vk writes');
  }
  if (128 * N * r > MAX_MEMORY || N * r * p > MAX_WORK) {
    throw damaged('opening it would take more memory or time than vk allows');
  }
  return { N, r, p, salt, nonce, expected };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const data = parseJson(text);
  if (data === undefined) {
    throw damaged('its header is not JSON');
  }
  return membersOf(data);
}

function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Undefined for anything but base64 as {@link toBase64} writes it. */
function fromBase64(text: unknown): Uint8Array | undefined {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  return bytes?.toString('base64') === text ? bytes : undefined;
}

function damaged(why: string, cause?: unknown): VkError {
  return new VkError(
    'file',
    `the encrypted part cannot be opened: ${why}`,
    'Export it again, and bring it over unchanged. Nothing was imported.',
    { cause },
  );
}
