import { bindProfile, isInKeychain, SECRET_NAMES, type Draft } from './kept-secrets.js';
import type { KeptSecret, Profile } from './ports.js';
import { checkProfileName, findProfile, refuseTaken } from './profiles.js';
import { saveProfiles, type ProfileTools, type Saved } from './save-profiles.js';

/**
 * Stores profiles, all of them or none; where there was none, the first one becomes the current one.
 *
 * @param store where secrets go that the profiles hold themselves
 * @throws VkError `profile-exists`, `secret-store`, `profile-file` or `file`
 */
export async function addProfiles(
  tools: ProfileTools,
  added: ReadonlyMap<string, Profile>,
  store: 'keychain' | 'file',
  mayReplace: boolean,
): Promise<Saved> {
  const drafts = new Map([...added].map(([name, each]) => [name, bindProfile(store, each)]));
  const [first] = added.keys();
  return await saveProfiles(
    tools,
    drafts,
    (set, settled) => {
      for (const name of settled.keys()) {
        refuseTaken(set, name, mayReplace);
      }
      const current = set.current ?? first;
      return {
        ...(current !== undefined && { current }),
        profiles: new Map([...set.profiles, ...settled]),
      };
    },
    { mayBegin: true },
  );
}

/**
 * Stores a profile under a second name. What is in the keychain gets an entry of its own, so that
 * removing one of the two leaves the other whole.
 *
 * @throws VkError `unknown-profile`, `profile-exists`, `secret-store`
 */
export async function copyProfile(tools: ProfileTools, from: string, to: string): Promise<Saved> {
  checkProfileName(to);
  const set = tools.reader.read();
  const profile = findProfile(set, from);
  refuseTaken(set, to, false);
  const draft = await copySecrets(profile, tools);
  return await saveProfiles(tools, new Map([[to, draft]]), (present, settled) => {
    findProfile(present, from);
    refuseTaken(present, to, false);
    return { ...present, profiles: new Map([...present.profiles, ...settled]) };
  });
}

/**
 * Forgets a profile and its secrets, those in the keychain too.
 *
 * @throws VkError `unknown-profile`
 */
export async function removeProfile(tools: ProfileTools, name: string): Promise<Saved> {
  return await saveProfiles(tools, new Map(), (set) => {
    findProfile(set, name);
    const profiles = new Map(set.profiles);
    profiles.delete(name);
    return {
      ...(set.current !== undefined && set.current !== name && { current: set.current }),
      profiles,
    };
  });
}

async function copySecrets(profile: Profile, { secrets }: ProfileTools): Promise<Draft> {
  const copied: { -readonly [name in keyof Draft]: Draft[name] } = { ...profile };
  for (const name of SECRET_NAMES) {
    const kept: KeptSecret | undefined = profile[name];
    if (isInKeychain(kept)) {
      copied[name] = { forKeychain: await (await secrets()).fetch(kept) };
    }
  }
  return copied;
}
