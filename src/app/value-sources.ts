import { Secret } from '../core/credential.js';
import type { FieldName, Mode } from '../core/provider.js';
import type { Profile, ProfileSet } from './ports.js';
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

  secret(name: 'secret' | 'webhookSecret', variableName: string): Secret | undefined {
    const stored = this.#chosen?.profile[name];
    const given = this.#override(variableName, stored && '');
    const text = given?.replace(/[\r\n]+$/, '');
    if (text !== given) {
      this.trimmed.push(variableName);
    }
    const secret = text === undefined ? stored : Secret.of(text);
    if (secret !== undefined) {
      this.note(name, text === undefined ? this.#profileOrigin() : `environment ${variableName}`);
    }
    return secret;
  }

  dialect(): string | undefined {
    const { flags, project } = this.#sources;
    return flags.codeHeader ?? project?.codeHeader ?? this.#chosen?.profile.dialect;
  }

  /** A project file, which may be a stranger's, can lower the mode to sandbox and not raise it. */
  mode(): Mode {
    const stored = this.#chosen?.profile.mode ?? 'sandbox';
    return this.#sources.project?.mode === 'sandbox' ? 'sandbox' : stored;
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
