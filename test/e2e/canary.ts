import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { profileFileOf } from './vk.js';

/** A secret that goes through every command, and may come out of none. */
export const CANARY = 'k4nary/+?>é ~"\'s3cret-00000';

/** All forms in which it could come out; base64 in each of its three alignments. */
export const FORMS: readonly string[] = [
  CANARY,
  JSON.stringify(CANARY).slice(1, -1),
  Buffer.from(CANARY).toString('hex'),
  encodeURIComponent(CANARY),
  new URLSearchParams({ s: CANARY }).toString().slice(2),
  CANARY.replaceAll("'", `'\\''`),
  Buffer.from(CANARY).toString('latin1'),
  ...['base64', 'base64url'].flatMap((encoding) =>
    [0, 1, 2].map((shift) => base64Core(shift, encoding === 'base64' ? 'base64' : 'base64url')),
  ),
];

/** The characters that depend on the canary alone, whatever stands before and after it. */
function base64Core(shift: number, encoding: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(CANARY)]).toString(encoding);
  return text.replace(/=+$/, '').slice(shift === 0 ? 0 : 4, -2);
}

/** @throws where the text holds the secret in any form */
export function expectSilence(text: string): void {
  const lower = text.toLowerCase();
  const found = FORMS.filter((form) => text.includes(form) || lower.includes(form.toLowerCase()));
  expect(found).toEqual([]);
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The profiles are the only file that may know the secret. */
export function expectSilentFiles(home: string): void {
  const telling = filesBelow(home).filter((file) => {
    const text = readFileSync(file, 'utf8');
    return FORMS.some((form) => text.includes(form));
  });
  expect(telling.filter((file) => file !== profileFileOf(home))).toEqual([]);
}
