import { createHmac } from 'node:crypto';

/** The HMAC-SHA256 of the parts of a message, in hex, by Node alone. */
export function hmacHex(key: string, ...message: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', key);
  for (const part of message) {
    hmac.update(part);
  }
  return hmac.digest('hex');
}
