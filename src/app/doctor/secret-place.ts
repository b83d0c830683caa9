import { Secret } from '../../core/credential.js';
import type { KeychainState, SecretPlace } from '../ports.js';
import { variable, type Environment } from '../value-sources.js';
import { fail, ok, skipped, warn, type Check, type Subject } from './check.js';
import type { Setup } from './setup.js';

/** Whether this machine's keychain answers. */
export function checkKeychain({ name, fault }: KeychainState): Check {
  const subject: Subject = { id: 'keychain', title: 'keychain' };
  return fault === undefined
    ? ok(subject, `${name} answers`)
    : warn(
        subject,
        `${name} cannot be used: ${fault}`,
        'Secrets are kept in the file of profiles instead, which only you can read.',
      );
}

const SUBJECT: Subject = { id: 'secret', title: 'secret' };

/** Where the secret comes from, and whether it is to be had. */
export function checkSecretPlace(setup: Setup, env: Environment, profilesPath: string): Check {
  const { settings, secretFault, profile } = setup;
  if (secretFault === 'not-asked') {
    return skipped(SUBJECT, 'its command is not run with --offline');
  }
  if (secretFault !== undefined) {
    return fail(SUBJECT, secretFault.message, secretFault.remedy);
  }
  if (settings === undefined) {
    return skipped(SUBJECT, 'there is no credential');
  }
  if (settings.isDemo) {
    return ok(SUBJECT, "the sandbox's demo credential, which is no secret");
  }
  if (variable(env, 'VK_API_SECRET') !== undefined) {
    return ok(SUBJECT, 'from the environment (VK_API_SECRET)');
  }
  const secret = profile?.profile.secret;
  return ok(
    SUBJECT,
    secret === undefined || secret instanceof Secret
      ? `in ${profilesPath}`
      : `${placeText(secret)}, and to be had`,
  );
}

/** A command's arguments may name what is nobody's business. */
function placeText(place: SecretPlace): string {
  return place.store === 'keychain' ? 'in the keychain' : `from the command ${place.argv[0]}`;
}
