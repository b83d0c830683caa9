import { changesOfBody } from './change-of-body.js';
import type { Cause, Finding } from './finding.js';
import type { Remedy } from './variant.js';

/**
 * A finding in the words of a receiver. The provider has signed what it sent: where bytes differ, they
 * were changed on the way to whoever verifies them, and not before they were signed.
 *
 * @param ownSecrets names of the secrets that were given: to have signed with one is no mistake
 */
export function findingAsWebhook(finding: Finding, ownSecrets: readonly string[]): Finding {
  return {
    ...finding,
    causes: finding.causes
      .filter(({ axis, detail }) => axis !== 'secret' || !ownSecrets.includes(detail ?? ''))
      .map(causeAsWebhook),
  };
}

function causeAsWebhook(cause: Cause): Cause {
  switch (cause.axis) {
    case 'body':
      return bodyCause(cause);
    case 'secret':
      return { ...cause, documented: 'the secret that was given', remedy: OTHER_SECRET };
    case 'timestamp':
      return { ...cause, remedy: THE_VERY_TIMESTAMP };
    case 'encoding':
      return { ...cause, remedy: ENCODINGS.get(cause.id) ?? THE_VERY_SIGNATURE };
    case 'layout':
    case 'algorithm':
      return { ...cause, remedy: { ...cause.remedy, any: `${cause.remedy.any} ${TEST_OF_YOURS}` } };
    default:
      return cause;
  }
}

function bodyCause(cause: Cause): Cause {
  const { documented: given, signed } = cause;
  const changes =
    typeof given === 'string' || typeof signed === 'string' ? [] : changesOfBody(signed, given);
  const main = changes.at(-1);
  if (main === undefined) {
    return { ...cause, remedy: THE_RAW_BODY };
  }
  const { axis, documented, difference } = cause;
  const titles = inWords(changes.map(({ title }) => title));
  return {
    axis,
    id: main.id,
    title: `the payload was changed after it was signed: ${titles}`,
    documented,
    signed,
    ...(difference && { difference }),
    remedy: THE_RAW_BODY,
    alternatives: [],
  };
}

/** `a, b and c`. */
function inWords(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

const THE_RAW_BODY: Remedy = {
  any: 'Verify the bytes that arrived, before a JSON parser, an editor or a viewer has touched them.',
  javascript: "express.raw({ type: '*/*' }), and verify req.body",
  python: 'request.get_data() in Flask, request.body in Django',
  php: "file_get_contents('php://input')",
  java: '@RequestBody byte[] body',
  go: 'io.ReadAll(r.Body)',
  ruby: 'request.raw_post',
};

const OTHER_SECRET: Remedy = {
  any: 'Verify with the secret that the provider signs its webhooks with, which need not be the one that signs requests.',
};

const THE_VERY_TIMESTAMP: Remedy = {
  any: 'Verify with the very text that came in the header of the timestamp: its form is part of what is signed.',
};

const THE_VERY_SIGNATURE: Remedy = {
  any: 'Give the signature as it came in its header.',
};

const ENCODINGS: ReadonlyMap<string, Remedy> = new Map([
  [
    'hex-upper-case',
    { any: 'Give the signature as the header has it: the provider writes lower-case hex.' },
  ],
  [
    'base64',
    {
      any: 'Give the signature as the header has it: the provider writes lower-case hex, and no base64.',
    },
  ],
  ['prefix', { any: 'Give the digest alone, without what stands around it.' }],
]);

const TEST_OF_YOURS =
  'The provider signs as documented: this was signed by another program, such as a test.';
