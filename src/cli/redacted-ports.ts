import type {
  DeliveryStore,
  FilePort,
  HistoryStore,
  ProfileWriter,
  PromptPort,
  SecretPort,
  StatePort,
} from '../app/ports.js';
import { Secret } from '../core/credential.js';
import type { Redaction } from '../core/redact.js';

/** Files that no secret gets into. */
export function redactedFiles(files: FilePort, { redact }: Redaction): FilePort {
  return {
    ...files,
    write: (path, bytes) => {
      files.write(path, redact(bytes));
    },
    append: (path, bytes) => {
      files.append(path, redact(bytes));
    },
  };
}

/** Records of webhooks that no secret gets into. */
export function redactedDeliveries(store: DeliveryStore, redaction: Redaction): DeliveryStore {
  return {
    ...store,
    append: (line) => {
      store.append(redactText(line, redaction));
    },
  };
}

/** Records of calls that no secret gets into. */
export function redactedHistory(store: HistoryStore, redaction: Redaction): HistoryStore {
  return {
    ...store,
    append: (line) => {
      store.append(redactText(line, redaction));
    },
  };
}

/** Journals that no secret gets into. */
export function redactedState({ open }: StatePort, redaction: Redaction): StatePort {
  return {
    open: (folder, name) => {
      const file = open(folder, name);
      return {
        ...file,
        rewrite: (pieces) => {
          file.rewrite(redactAll(pieces, redaction));
        },
        append: (line) => {
          file.append(redactText(line, redaction));
        },
      };
    },
  };
}

/** Stores whose secrets are registered when they are asked for, or put there. */
export function registeringSecrets(secrets: SecretPort, { register }: Redaction): SecretPort {
  return {
    ...secrets,
    fetch: async (place) => {
      const secret = await secrets.fetch(place);
      register(secret);
      return secret;
    },
    keep: async (account, secret) => {
      register(secret);
      await secrets.keep(account, secret);
    },
  };
}

/** Prompts that register each secret that is typed. */
export function registeringPrompts(prompts: PromptPort, { register }: Redaction): PromptPort {
  return {
    ...prompts,
    secret: async (question) => {
      const typed = await prompts.secret(question);
      register(Secret.of(typed));
      return typed;
    },
  };
}

/** A writer that registers each secret that is new in a profile. */
export function registeringWriter(writer: ProfileWriter, { register }: Redaction): ProfileWriter {
  return {
    ...writer,
    update: async (change, options) =>
      await writer.update((present) => {
        const changed = change(present);
        const known = new Set([...present.profiles.values()].flatMap(secretsOf));
        for (const secret of [...changed.profiles.values()].flatMap(secretsOf)) {
          if (!known.has(secret)) {
            register(secret);
          }
        }
        return changed;
      }, options),
  };
}

function secretsOf({
  secret,
  webhookSecret,
}: {
  readonly secret?: unknown;
  readonly webhookSecret?: unknown;
}): Secret[] {
  return [secret, webhookSecret].filter((each) => each instanceof Secret);
}

function* redactAll(pieces: Iterable<string>, redaction: Redaction): Generator<string> {
  for (const piece of pieces) {
    yield redactText(piece, redaction);
  }
}

/** The text itself where there is no secret in it: what is no text in UTF-8 stays as it is. */
function redactText(text: string, { redact }: Redaction): string {
  const bytes = Buffer.from(text);
  const shown = redact(bytes);
  return shown === bytes ? text : Buffer.from(shown).toString();
}
