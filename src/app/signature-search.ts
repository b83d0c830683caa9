import type { Credential } from '../core/credential.js';
import { conclude } from '../core/diagnose/conclude.js';
import type { Finding } from '../core/diagnose/finding.js';
import { startSearch, type Search } from '../core/diagnose/search.js';
import type { AxisId, NamedSecret, Subject } from '../core/diagnose/variant.js';
import { findHeader } from '../core/headers.js';
import { buildStringToSign } from '../core/string-to-sign.js';
import { carried, type RuleContext } from '../sandbox/rule.js';
import { shortenKey } from './profiles.js';
import type { SignatureReport } from './sandbox-log.js';
import { subjectOf } from './subject.js';

/** What a refusal is explained from. */
export type RefusedRequest = Pick<
  RuleContext,
  'provider' | 'request' | 'account' | 'state' | 'nowMs'
>;

/** A refused signature, and what it is searched from. */
export interface SignatureCase {
  readonly subject: Subject;
  readonly signature: string;
  /** Whether the body is the likeliest to differ, as it is for whoever receives. */
  readonly isBodyFirst?: boolean;
  /** Puts a finding into the words of a reader who has not signed; as it is where it is left out. */
  readonly reword?: (finding: Finding) => Finding;
}

/** The signature of a request as a case; undefined where the request lacks what that needs. */
export function signatureCase(refused: RefusedRequest): SignatureCase | undefined {
  const { provider, request, account, state } = refused;
  const signature = carried(refused, 'signature');
  const timestamp = carried(refused, 'timestamp');
  const { scheme } = provider;
  if (
    account === undefined ||
    signature === undefined ||
    (scheme.timestamp !== undefined && timestamp === undefined) ||
    (scheme.parts.includes('email') && account.fields.email === undefined)
  ) {
    return undefined;
  }
  const host = findHeader(request.headers, 'Host');
  const subject = subjectOf(
    { provider, credential: account, base: undefined, basePath: provider.basePath },
    {
      method: request.method,
      target: request.target,
      body: request.body,
      timestamp,
      origin: host === undefined ? undefined : `http://${host}`,
    },
    state.accounts.filter((other) => other !== account).flatMap(secretsOf),
  );
  return { subject, signature };
}

function secretsOf({ fields, secret, webhookSecret }: Credential): NamedSecret[] {
  const key = shortenKey(fields.apiKey ?? '');
  return [
    { name: `the secret of ${key}`, secret },
    ...(webhookSecret === undefined
      ? []
      : [{ name: `the webhook secret of ${key}`, secret: webhookSecret }]),
  ];
}

/** What a brief search came to: a report, or the search that goes on. */
export type BriefOutcome =
  | { readonly report: SignatureReport; readonly rest?: undefined }
  | { readonly report?: undefined; readonly rest: Search };

/**
 * Searches for the cause of a refused signature for a moment: the common single differences first,
 * because those are soon made and explain most, then as far as the time goes.
 */
export function searchBriefly(
  given: SignatureCase,
  elapsedMs: () => number,
  budgetMs: number,
): BriefOutcome {
  const { subject, signature } = given;
  const endMs = elapsedMs() + budgetMs;
  const isLarge = bodyLength(subject) > LARGE_BODY;
  const both = given.isBodyFirst === true ? BODY_FIRST : BODY_LAST;
  for (const axes of isLarge ? [BESIDE_THE_BODY] : both) {
    const options = { maxDifferences: 1, onlyCommon: true, isGradual: true, axes };
    const report = searchUntil(given, startSearch(subject, [signature], options), elapsedMs, endMs);
    if (report !== undefined && report.verdict !== 'unexplained') {
      return { report };
    }
  }
  const rest = startSearch(subject, [signature], {
    maxDifferences: 3,
    isGradual: true,
    ...(isTooLargeToVary(subject) && { axes: BESIDE_THE_BODY }),
  });
  const report = searchUntil(given, rest, elapsedMs, endMs);
  return report === undefined ? { rest } : { report };
}

/** What a search comes to; undefined where the time is over before. */
function searchUntil(
  given: SignatureCase,
  search: Search,
  elapsedMs: () => number,
  endMs: number,
): SignatureReport | undefined {
  for (let steps = 0; steps < MOST_STEPS && elapsedMs() < endMs; steps += 1) {
    if (!search.step()) {
      return reportOf(given, search);
    }
  }
  return undefined;
}

/** More than fit into the time, so that a clock that stands still does not hold up the answer for ever. */
const MOST_STEPS = 500;
/** Each spelling of such a body takes too long to be made while the client waits. */
const LARGE_BODY = 16 * 1024;
/** One spelling of such a body would hold up the answers to everybody else. */
const HUGE_BODY = 32 * 1024;
const BESIDE_THE_BODY: readonly AxisId[] = [
  'secret',
  'timestamp',
  'method',
  'target',
  'email',
  'layout',
  'algorithm',
  'encoding',
];
const THE_BODY: readonly AxisId[] = ['body'];
const BODY_FIRST = [THE_BODY, BESIDE_THE_BODY];
const BODY_LAST = [BESIDE_THE_BODY, THE_BODY];

/** What a search has shown by now. */
export function reportOf(
  { subject, signature, reword = (finding) => finding }: SignatureCase,
  search: Search,
): SignatureReport {
  const state = search.state();
  const finding = conclude(subject, signature, state)
    .findings.map(reword)
    .find(({ causes }) => causes.length > 0);
  const expected = expectedBy(subject);
  if (finding !== undefined) {
    const { causes, stringToSign: signed } = finding;
    return { verdict: 'explained', causes, expected, signed };
  }
  const verdict = state.isDigest ? 'unexplained' : 'no-digest';
  return { verdict, causes: [], expected, isBodyLeftOut: isTooLargeToVary(subject) };
}

function isTooLargeToVary(subject: Subject): boolean {
  return bodyLength(subject) > HUGE_BODY;
}

function bodyLength({ parts }: Subject): number {
  return parts.body?.length ?? 0;
}

/** Says that nobody has searched. */
export function notSearched({ subject }: SignatureCase): SignatureReport {
  return { verdict: 'not-searched', causes: [], expected: expectedBy(subject) };
}

function expectedBy({ scheme, parts }: Subject): Uint8Array {
  return buildStringToSign(scheme, parts).bytes;
}
