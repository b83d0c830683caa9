import { utf8, withoutFinalLineBreaks } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import type { FieldName, Mode } from '../core/provider.js';
import type { Profile, ProfileSet, SecretPlace } from './ports.js';
import type { ProjectFile } from './project-file.js';

/** What the command line says. Secrets never come this way. */
export interface SettingFlags {
  readonly profile?: string;
  readonly provider?: string;
  readonly apiKey?: string;
  readonly code?: string;
  readonly email?: string;
  readonly codeHeader?: string;
  readonly baseUrl?: string;
  readonly allowHttp?: boolean;
  readonly sandbox?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where each value may come from, strongest first: flags, environment, project file, profile. */
export interface SettingSources {
  readonly flags: SettingFlags;
  readonly env: Environment;
  readonly project: ProjectFile | undefined;
  /** Asked only when it is needed. */
  readonly profiles: () => ProfileSet;
  /** Gets a secret that a profile keeps elsewhere. @throws VkError `secret-store` */
  readonly fetchSecret: (place: SecretPlace) => Promise<Secret>;
}

export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/** A setting's name and where its value came from: `environment VK_API_KEY`. */
export interface Setting {
  readonly name: string;
  readonly origin: string;
}

export interface Found {
  readonly value: string;
  readonly origin: string;
}

/** The first candidate that has a value. */
export function firstOf(
  ...candidates: readonly (readonly [value: string | undefined, origin: string])[]
): Found | undefined {
  for (const [value, origin] of candidates) {
    if (value !== undefined) {
      return { value, origin };
    }
  }
  return undefined;
}

/** A variable's value; one that is set to nothing counts as not set. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}

/** The secret in a variable; undefined where it is not set. */
export function secretIn(env: Environment, name: string): Secret | undefined {
  const value = variable(env, name);
  return value === undefined ? undefined : new Secret(withoutFinalLineBreaks(utf8(value)));
}

/** The variable of each credential field. */
export const FIELD_VARIABLES: Readonly<Record<FieldName, string>> = {
  apiKey: 'VK_API_KEY',
  code: 'VK_CODE',
  email: 'VK_EMAIL',
};

const FIELD_FLAGS: Readonly<Record<FieldName, string>> = {
  apiKey: 'flag --api-key',
  code: 'flag --code',
  email: 'flag --email',
};

/** Reads values by their precedence and remembers where each came from. */
export class Lookup {
  readonly origins: Setting[] = [];
  /** Variables that took the place of something in the profile. */
  readonly overrides: string[] = [];
  /** Variables that ended in a line break, as a file does and a secret does not. */
  readonly trimmed: string[] = [];
  readonly #sources: SettingSources;
  readonly #chosen: NamedProfile | undefined;

  constructor(sources: SettingSources, chosen: NamedProfile | undefined) {
    this.#sources = sources;
    this.#chosen = chosen;
  }

  note(name: string, origin: string): void {
    this.origins.push({ name, origin });
  }

  field(name: FieldName, demoValue: string | undefined): string | undefined {
    const stored = this.#chosen?.profile[name];
    const found = firstOf(
      [this.#sources.flags[name], FIELD_FLAGS[name]],
      [this.#override(FIELD_VARIABLES[name], stored), `environment ${FIELD_VARIABLES[name]}`],
      [stored, this.#profileOrigin()],
      [demoValue, DEMO_ORIGIN],
    );
    if (found !== undefined) {
      this.note(name, found.origin);
    }
    return found?.value;
  }

  /** The secret that requests are signed with, fetched from where it is kept. */
  async secret(): Promise<Secret | undefined> {
    const stored = this.#chosen?.profile.secret;
    const given = this.#givenSecret('secret', 'VK_API_SECRET');
    if (given !== undefined || stored === undefined) {
      return given;
    }
    this.note('secret', this.#profileOrigin());
    return stored instanceof Secret ? stored : await this.#sources.fetchSecret(stored);
  }

  /** The webhooks' secret where it is at hand: no request needs it, so nothing is asked for it. */
  webhookSecret(): Secret | undefined {
    const stored = this.#chosen?.profile.webhookSecret;
    const given = this.#givenSecret('webhookSecret', 'VK_WEBHOOK_SECRET');
    if (given !== undefined || !(stored instanceof Secret)) {
      return given;
    }
    this.note('webhookSecret', this.#profileOrigin());
    return stored;
  }

  dialect(): string | undefined {
    const { flags, project } = this.#sources;
    return flags.codeHeader ?? project?.codeHeader ?? this.#chosen?.profile.dialect;
  }

  /** A project file, which may be a stranger's, can lower the mode to sandbox and not raise it. */
  mode(): Mode {
    const isLowered = this.#sources.project?.mode === 'sandbox' || this.#isProjectsChoice();
    return isLowered ? 'sandbox' : (this.#chosen?.profile.mode ?? 'sandbox');
  }

  /** Whether the project file puts another profile in the place of the current one. */
  #isProjectsChoice(): boolean {
    const { flags, env, project, profiles } = this.#sources;
    const named = flags.profile ?? variable(env, 'VK_PROFILE');
    const isChosen = named === undefined && project?.profile !== undefined;
    return isChosen && project.profile !== profiles().current;
  }

  #givenSecret(name: 'secret' | 'webhookSecret', variableName: string): Secret | undefined {
    const given = this.#override(variableName, this.#chosen?.profile[name] && '');
    if (given === undefined) {
      return undefined;
    }
    const bytes = utf8(given);
    const secret = withoutFinalLineBreaks(bytes);
    if (secret.length < bytes.length) {
      this.trimmed.push(variableName);
    }
    this.note(name, `environment ${variableName}`);
    return new Secret(secret);
  }

  #profileOrigin(): string {
    return `profile ${this.#chosen?.name ?? ''}`;
  }

  #override(name: string, stored: string | undefined): string | undefined {
    const value = variable(this.#sources.env, name);
    if (value !== undefined && stored !== undefined && value !== stored) {
      this.overrides.push(name);
    }
    return value;
  }
}

export const DEMO_ORIGIN = "the sandbox's demo credential";
