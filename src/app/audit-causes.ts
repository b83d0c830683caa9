import { utf8 } from '../core/bytes.js';
import type { FailedSample } from '../core/audit/task.js';
import { conclude } from '../core/diagnose/conclude.js';
import { findingAsWebhook } from '../core/diagnose/as-webhook.js';
import type { Cause } from '../core/diagnose/finding.js';
import { startSearch, type SearchOptions } from '../core/diagnose/search.js';
import type { AxisId, NamedSecret, Subject } from '../core/diagnose/variant.js';
import type { DiagnosePorts } from './diagnose.js';
import { parseJsonTree } from '../core/json-tree.js';
import { webhookSubjectOf } from './subject.js';
import { samplesOf } from './webhook-samples.js';
import type { WebhookSettings } from './webhook-settings.js';

/** Lines that one set of causes explains. */
export interface CauseGroup {
  readonly causes: readonly Cause[];
  readonly lines: number;
  readonly firstLine: number;
}

export interface CauseReport {
  /** The most frequent first. */
  readonly groups: readonly CauseGroup[];
  /** Looked into, and not explained. */
  readonly unexplained: { readonly lines: number; readonly firstLine: number | undefined };
  /** How many lines were looked into. */
  readonly examined: number;
  readonly stopped: 'done' | 'time-limit' | 'interrupted';
}

/** How many lines are searched with the whole catalogue; the others with what explained those. */
const MOST_SEARCHES = 20;
/** As many differences at once as is told in a moment. */
const MAX_DIFFERENCES = 2;

/**
 * Finds out what the signatures of failed lines were made from instead. What explains one line is
 * tried on the next before anything else, so that many lines with one cause cost little more than one.
 *
 * @param otherSecrets what may have been taken for the right secret
 */
export async function findCauses(
  samples: readonly FailedSample[],
  settings: WebhookSettings,
  otherSecrets: readonly NamedSecret[],
  timeLimitMs: number,
  ports: DiagnosePorts,
): Promise<CauseReport> {
  const endMs = ports.nowMs() + timeLimitMs;
  const groups = new Map<string, { causes: readonly Cause[]; lines: number; firstLine: number }>();
  const known: Known = { variants: new Set(), axes: new Set(['encoding']), differences: 0 };
  const secrets = namedSecrets(settings);
  const ownNames = secrets.map(({ name }) => name);
  let examined = 0;
  let searches = 0;
  let unexplained = 0;
  let firstUnexplained: number | undefined;

  function note(raw: readonly Cause[], causes: readonly Cause[], line: number): void {
    const key = JSON.stringify(
      causes.map(({ axis, id, title, detail }) => [axis, id, title, detail]),
    );
    const group = groups.get(key) ?? { causes, lines: 0, firstLine: line };
    group.lines += 1;
    groups.set(key, group);
    learn(known, raw);
  }

  async function explain(
    { signature, line }: FailedSample,
    subject: Subject,
    options: SearchOptions,
    untilMs: number,
  ): Promise<boolean> {
    const search = startSearch(subject, [signature], { ...options, isGradual: true });
    while (search.step() && ports.nowMs() < untilMs && !ports.isInterrupted()) {
      await turns.pause();
    }
    const [finding] = conclude(subject, signature, search.state()).findings;
    const isExplained = finding !== undefined && finding.causes.length > 0;
    if (isExplained) {
      note(finding.causes, findingAsWebhook(finding, ownNames).causes, line);
    }
    return isExplained;
  }

  const turns = openTurns(ports);
  let stopped: CauseReport['stopped'] = 'done';
  for (const [index, sample] of samples.entries()) {
    const nowMs = ports.nowMs();
    if (nowMs >= endMs || ports.isInterrupted()) {
      stopped = ports.isInterrupted() ? 'interrupted' : 'time-limit';
      break;
    }
    const subject = subjectOfSample(sample, settings, [...secrets, ...otherSecrets]);
    const isKnown =
      known.differences > 0 && (await explain(sample, subject, optionsOf(known), endMs));
    if (isKnown) {
      examined += 1;
    } else if (searches < MOST_SEARCHES) {
      searches += 1;
      examined += 1;
      // Half of the time that is left is for what is known by then.
      const wanted = Math.min(MOST_SEARCHES - searches + 1, samples.length - index);
      const sliceMs = Math.max((endMs - nowMs) / 2 / wanted, SHORTEST_SEARCH_MS);
      const untilMs = Math.min(endMs, nowMs + sliceMs);
      if (!(await explain(sample, subject, { maxDifferences: MAX_DIFFERENCES }, untilMs))) {
        unexplained += 1;
        firstUnexplained ??= sample.line;
      }
    }
    await turns.pause();
  }
  return {
    groups: [...groups.values()].toSorted((a, b) => b.lines - a.lines),
    unexplained: { lines: unexplained, firstLine: firstUnexplained },
    examined,
    stopped,
  };
}

/** In which the common single causes are all tried. */
const SHORTEST_SEARCH_MS = 300;

/** What has explained a line by now. */
interface Known {
  readonly variants: Set<string>;
  readonly axes: Set<AxisId>;
  differences: number;
}

function learn(known: Known, causes: readonly Cause[]): void {
  for (const { axis, id } of causes) {
    known.axes.add(axis);
    known.variants.add(`${axis}:${id}`);
  }
  known.differences = Math.max(known.differences, causes.length);
}

function optionsOf({ variants, axes, differences }: Known): SearchOptions {
  return { maxDifferences: differences, axes: [...axes], variants };
}

function namedSecrets({ secrets }: WebhookSettings): readonly [NamedSecret, ...NamedSecret[]] {
  const [first, ...others] = secrets;
  return [asExpected(first), ...others.map(asExpected)];
}

function asExpected({ name, secret }: NamedSecret): NamedSecret {
  return { name: `the secret from ${name}`, secret };
}

function subjectOfSample(
  { body, timestamp }: FailedSample,
  settings: WebhookSettings,
  secrets: readonly [NamedSecret, ...NamedSecret[]],
): Subject {
  const request = { method: 'POST', target: utf8('/'), body, timestamp, origin: undefined };
  const subject = webhookSubjectOf(settings, request, secrets);
  const samples = samplesOf(settings.provider).flatMap((event) => parseJsonTree(event.body) ?? []);
  return { ...subject, surroundings: { ...subject.surroundings, samples } };
}

const PAUSE_EVERY_MS = 50;

/** Lets the rest of the process have its turn now and then. */
function openTurns({ nowMs, pause }: DiagnosePorts): { readonly pause: () => Promise<void> } {
  let pausedMs = nowMs();
  return {
    pause: async () => {
      if (nowMs() - pausedMs >= PAUSE_EVERY_MS) {
        await pause();
        pausedMs = nowMs();
      }
    },
  };
}
