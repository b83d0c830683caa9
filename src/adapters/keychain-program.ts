/**
 * The program that talks to the system's keychain: one request as JSON on standard input, one answer
 * as JSON on standard output. It is a process of its own, because the binding waits for the system in
 * native code, where nothing but the end of its process ends the waiting.
 */
import { readFileSync, writeSync } from 'node:fs';
import type { Entry } from '@napi-rs/keyring';
import { parseRequest, type KeychainAnswer, type KeychainRequest } from './keychain-talk.js';

type OpenEntry = (account: string) => Entry;

async function main(): Promise<void> {
  const request = parseRequest(readFileSync(0));
  writeSync(1, JSON.stringify(await answer(request)));
}

async function answer(request: KeychainRequest): Promise<KeychainAnswer> {
  const open = await load();
  if (open === undefined) {
    return { fault: 'the optional package @napi-rs/keyring is not installed' };
  }
  try {
    return serve(request, open);
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}

/** What D-Bus says where there is no desktop session means little to who is logged in by ssh. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'of an unknown reason';
  return /autolaunch/i.test(message) ? 'there is no desktop session (D-Bus) to ask' : message;
}

/** It is an optional package: not every platform has it. */
async function load(): Promise<OpenEntry | undefined> {
  try {
    const { Entry: Opened } = await import('@napi-rs/keyring');
    // Without a Secret Service, its default is the kernel's keyring, which forgets at a reboot.
    return (account) => new Opened('vk', account, { linux: { store: 'secret-service' } });
  } catch {
    return undefined;
  }
}

function serve(request: KeychainRequest, open: OpenEntry): KeychainAnswer {
  switch (request.verb) {
    case 'probe':
      open('probe').getSecret();
      return {};
    case 'get': {
      const bytes = open(request.account).getSecret();
      return bytes === null ? {} : { secret: Buffer.from(bytes).toString('base64') };
    }
    case 'set':
      open(request.account).setSecret(Buffer.from(request.secret, 'base64'));
      return {};
    case 'delete':
      open(request.account).deleteCredential();
      return {};
  }
}

void main();
