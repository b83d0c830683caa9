import { getuid } from 'node:process';
import type { ProfileOwner } from '../../src/adapters/profile-file.js';
import type { KeptSecret } from '../../src/app/ports.js';
import { Secret } from '../../src/core/credential.js';

/** This user, to whom nothing may have to be said. */
export const OWNER: ProfileOwner = {
  uid: getuid?.(),
  note: () => undefined,
};

/** The bytes of a secret that is in the file itself. */
export function revealed(kept: KeptSecret | undefined): Uint8Array | undefined {
  return kept instanceof Secret ? kept.reveal() : undefined;
}
