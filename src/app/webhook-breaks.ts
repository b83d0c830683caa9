import { concatBytes, decodeUtf8, utf8 } from '../core/bytes.js';
import { Secret } from '../core/credential.js';
import {
  isAxisOf,
  mistakes,
  wrongSignature,
  type Mistake,
} from '../core/diagnose/wrong-signature.js';
import { VkError } from '../core/error.js';
import type { Header } from '../core/headers.js';
import { tokenizeJson } from '../core/json-text.js';
import { formatTimestamp } from '../core/timestamp.js';
import { webhookHeaders } from '../core/webhook.js';
import type { OutgoingWebhook } from './deliver-webhook.js';
import { webhookSubjectOf } from './subject.js';
import type { WebhookSettings } from './webhook-settings.js';

/** A way of sending a webhook that its handler has to refuse. */
export type WebhookBreak =
  | { readonly kind: 'built-in'; readonly name: BuiltInName; readonly title: string }
  | {
      readonly kind: 'catalogue';
      readonly name: string;
      readonly title: string;
      readonly mistake: Mistake;
    };

type BuiltInName = 'tampered' | 'unsigned' | 'expired' | 'future' | 'replayed';

const BUILT_IN: readonly (WebhookBreak & { readonly kind: 'built-in' })[] = [
  { kind: 'built-in', name: 'tampered', title: 'the body was changed after it was signed' },
  { kind: 'built-in', name: 'unsigned', title: 'the signature is missing' },
  { kind: 'built-in', name: 'expired', title: 'it was signed more than an hour ago' },
  { kind: 'built-in', name: 'future', title: 'it was signed with a time that is an hour ahead' },
  { kind: 'built-in', name: 'replayed', title: 'it was sent before, byte for byte' },
];

const CATALOGUE: readonly (WebhookBreak & { readonly kind: 'catalogue' })[] = mistakes.map(
  (mistake) => ({
    kind: 'catalogue',
    name: `${mistake.axis}/${mistake.id}`,
    title: mistake.title,
    mistake,
  }),
);

/** All ways, those of vk's own first, then the catalogue of `vk diagnose`. */
export const BREAKS: readonly WebhookBreak[] = [...BUILT_IN, ...CATALOGUE];

/** Names that a shell offers: webhooks sign a timestamp and a body, and no other part. */
export const BREAK_NAMES: readonly string[] = BREAKS.map(({ name }) => name).filter(
  (name) => !/^(?:method|target|email)\//.test(name),
);

/** Why a break cannot be made with a provider's webhooks; undefined where it can. */
export function whyNot(
  { name, kind, ...rest }: WebhookBreak,
  { provider, definition }: Pick<WebhookSettings, 'provider' | 'definition'>,
): string | undefined {
  const { scheme } = definition;
  if (NEEDS_TIME.has(name) && scheme.timestamp === undefined) {
    return `${provider.name} signs no timestamp, so that there is no window for a replay`;
  }
  return kind === 'catalogue' && 'mistake' in rest && !isAxisOf({ scheme }, rest.mistake.axis)
    ? `${provider.name} does not sign the ${rest.mistake.axis} of its webhooks`
    : undefined;
}

const NEEDS_TIME: ReadonlySet<string> = new Set(['expired', 'future', 'replayed']);

/**
 * The break of a name: `tampered`, `body/trailing-newline`, or an id that only one axis has.
 *
 * @throws VkError `usage` for an unknown or ambiguous one, or one that does not apply
 */
export function findBreak(text: string, settings: WebhookSettings): WebhookBreak {
  const named = BREAKS.filter(({ name }) => name === text || name.endsWith(`/${text}`));
  const applying = named.filter((each) => whyNot(each, settings) === undefined);
  const [found, second] = applying;
  if (second !== undefined) {
    throw new VkError(
      'usage',
      `--break ${text} can be ${applying.map(({ name }) => name).join(' or ')}`,
      'Write the one that is meant in full.',
    );
  }
  if (found !== undefined) {
    return found;
  }
  const [known] = named;
  const own = BUILT_IN.map(({ name }) => name).join(', ');
  throw known === undefined
    ? new VkError(
        'usage',
        `--break ${JSON.stringify(text)} is no break`,
        `Write ${own}, or a cause of docs/diagnosis.md such as body/trailing-newline.`,
      )
    : new VkError(
        'usage',
        `--break ${known.name} has no use: ${whyNot(known, settings) ?? ''}`,
        `Choose another, such as tampered, unsigned or body/trailing-newline.`,
      );
}

/** What is put into every delivery: whose it is, where it goes, and headers besides the signature. */
export interface WebhookSender extends WebhookSettings {
  /** Path and query of the handler. */
  readonly path: string;
  readonly headers: readonly Header[];
}

/** A delivery as the provider would make it. */
export function goodWebhook(
  sender: WebhookSender,
  body: Uint8Array,
  nowMs: number,
): OutgoingWebhook {
  const { definition, secrets } = sender;
  const signed = webhookHeaders(definition, secrets[0].secret, body, nowMs);
  return { headers: [...sender.headers, ...signed], body };
}

/** How much older, or newer, than the tolerance allows: an hour, which no handler takes by mistake. */
const FAR_MS = 3_600_000;

/**
 * A delivery that is broken in one way; undefined where that changes nothing of this body. A replayed
 * one is good in itself: it has to be sent twice.
 */
export function brokenWebhook(
  each: WebhookBreak,
  sender: WebhookSender,
  body: Uint8Array,
  nowMs: number,
): OutgoingWebhook | undefined {
  if (each.kind === 'catalogue') {
    return mistaken(each.mistake, sender, body, nowMs);
  }
  const good = goodWebhook(sender, body, nowMs);
  const { signatureHeader, scheme } = sender.definition;
  const farMs =
    FAR_MS + (sender.toleranceSeconds ?? scheme.timestamp?.toleranceSeconds ?? 0) * 1000;
  switch (each.name) {
    case 'tampered':
      return { headers: good.headers, body: tampered(body) };
    case 'unsigned':
      return { headers: good.headers.filter(([name]) => name !== signatureHeader), body };
    case 'expired':
      return goodWebhook(sender, body, nowMs - farMs);
    case 'future':
      return goodWebhook(sender, body, nowMs + farMs);
    case 'replayed':
      return good;
  }
}

/** Signs with a mistake of the catalogue, and sends what should have been signed. */
function mistaken(
  mistake: Mistake,
  sender: WebhookSender,
  body: Uint8Array,
  nowMs: number,
): OutgoingWebhook | undefined {
  const { definition, secrets, path } = sender;
  const { scheme, signatureHeader } = definition;
  const subject = webhookSubjectOf(
    sender,
    {
      method: 'POST',
      target: utf8(path),
      body,
      timestamp: scheme.timestamp && formatTimestamp(nowMs, scheme.timestamp.format),
      origin: undefined,
    },
    [secrets[0], ANOTHER_SECRET],
  );
  const signature = wrongSignature(
    mistake,
    subject,
    secrets.map(({ secret }) => secret),
  );
  const good = goodWebhook(sender, body, nowMs);
  return signature === undefined
    ? undefined
    : {
        headers: good.headers.map(([name, value]) => [
          name,
          name === signatureHeader ? signature : value,
        ]),
        body,
      };
}

const ANOTHER_SECRET = {
  name: 'a secret that is made up',
  secret: Secret.of('vk-made-up-secret-of-nobody'),
};

/**
 * The body with its last number or string changed, which is still JSON: a handler that only parses it
 * notices nothing. Bytes that are no JSON get one more.
 */
function tampered(body: Uint8Array): Uint8Array {
  const tokens = tokenizeJson(decodeUtf8(body) ?? '') ?? [];
  const index = Math.max(
    tokens.findLastIndex(({ kind }) => kind === 'number'),
    tokens.some(({ kind }) => kind === 'number')
      ? -1
      : tokens.findLastIndex(({ kind }) => kind === 'string'),
  );
  return index === -1
    ? concatBytes([body, utf8('x')])
    : utf8(tokens.map(({ text }, at) => (at === index ? changed(text) : text)).join(''));
}

function changed(token: string): string {
  return token.startsWith('"')
    ? `${token.slice(0, -1)}x"`
    : token.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}
