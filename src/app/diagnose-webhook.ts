import { findingAsWebhook } from '../core/diagnose/as-webhook.js';
import { isSorted } from '../core/diagnose/key-orders.js';
import { jsonBody } from '../core/diagnose/axes/body-json.js';
import type { Subject } from '../core/diagnose/variant.js';
import { parseJsonTree, type JsonTree } from '../core/json-tree.js';
import type { Remark } from '../core/remarks.js';
import type { WebhookSample } from '../core/webhook-sample.js';
import { diagnose, type DiagnoseOutcome, type DiagnosePorts } from './diagnose.js';
import { findKeyOrder } from './find-key-order.js';
import type { SignatureCase } from './signature-search.js';

export interface WebhookDiagnosis {
  readonly subject: Subject;
  readonly outcome: DiagnoseOutcome;
  readonly remarks: readonly Remark[];
}

/**
 * Searches for the cause of a webhook's refusal, and tells it to the one who verifies. Where the keys
 * of the body look sorted, orders of all of them are tried as well.
 *
 * @param ownSecrets the names of the secrets that were given
 * @param samples the provider's events, whose order of keys is a likely one
 */
export async function diagnoseWebhook(
  { subject: given, signature }: SignatureCase,
  ownSecrets: readonly string[],
  samples: readonly WebhookSample[],
  timeLimitMs: number,
  ports: DiagnosePorts,
): Promise<WebhookDiagnosis> {
  const startedMs = ports.nowMs();
  const leftMs = (): number => Math.max(1, timeLimitMs - (ports.nowMs() - startedMs));
  const search = async (subject: Subject, maxDifferences: number): Promise<DiagnoseOutcome> =>
    await diagnose(
      subject,
      signature,
      { maxDifferences, axes: undefined, timeLimitMs: leftMs() },
      ports,
    );
  const trees = samples.flatMap(({ body }) => treeOf(body));
  let subject = withSamples(given, trees);
  let outcome = await search(subject, 1);
  const body = jsonBody(subject);
  const looksSorted = body !== undefined && isSorted(body.tree);
  if (outcome.verdict === 'unexplained' && looksSorted && !ports.isInterrupted()) {
    const found = await findKeyOrder(subject, signature, body.tree, leftMs() / 2, ports);
    subject = found === undefined ? subject : withSamples(given, [found]);
  }
  if (outcome.verdict === 'unexplained' && !ports.isInterrupted()) {
    outcome = await search(subject, MOST_DIFFERENCES);
  }
  const isUnexplained = outcome.verdict === 'unexplained';
  return {
    subject,
    outcome: {
      ...outcome,
      findings: outcome.findings.map((finding) => findingAsWebhook(finding, ownSecrets)),
      search: { ...outcome.search, elapsedMs: ports.nowMs() - startedMs },
    },
    remarks: isUnexplained && looksSorted ? [KEYS_SORTED] : [],
  };
}

const MOST_DIFFERENCES = 3;

const KEYS_SORTED: Remark = {
  id: 'keys-sorted',
  text: 'all keys of the payload are in alphabetical order',
  remedy:
    'If a viewer or a parser has sorted them, no signature can match: verify the bytes that arrived.',
};

function withSamples(subject: Subject, samples: readonly JsonTree[]): Subject {
  return { ...subject, surroundings: { ...subject.surroundings, samples } };
}

function treeOf(text: string): readonly JsonTree[] {
  const tree = parseJsonTree(text);
  return tree === undefined ? [] : [tree];
}
