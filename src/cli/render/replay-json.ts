import type { BodyComparison } from '../../app/compare-answers.js';
import { printJsonPath } from '../../core/json-path.js';
import type { JsonTree } from '../../core/json-tree.js';
import { printJsonTree } from '../../core/print-json-tree.js';
import type { ReplayResult } from '../replay-results.js';
import { tallyOf } from './replay.js';

/** All results as one document. Values of answers stand in it as they were written. */
export function renderReplaysJson(results: readonly ReplayResult[]): string {
  const calls = results.map(renderResultJson).join(',');
  return `{"calls":[${calls}],"summary":${JSON.stringify(tallyOf(results))}}\n`;
}

function renderResultJson(result: ReplayResult): string {
  const { entry } = result;
  const { id, provider, profile, request, response } = entry;
  const head = {
    id,
    provider,
    profile: profile ?? null,
    method: request.method,
    target: request.target,
    result: resultWord(result),
    before:
      response === undefined
        ? null
        : { status: response.status, mode: entry.mode ?? null, ms: response.ms },
    ...afterOf(result),
  };
  const comparison = result.kind === 'replayed' ? result.replayed.comparison : undefined;
  const body = comparison === undefined ? 'null' : bodyJson(comparison.body);
  return `${JSON.stringify(head).slice(0, -1)},"body":${body}}`;
}

function resultWord(result: ReplayResult): string {
  if (result.kind !== 'replayed') {
    return result.kind;
  }
  const { comparison, verbatim } = result.replayed;
  if (verbatim !== undefined) {
    return verbatim;
  }
  return comparison === undefined ? 'unknown' : comparison.isSame ? 'same' : 'differs';
}

function afterOf(result: ReplayResult): Readonly<Record<string, unknown>> {
  switch (result.kind) {
    case 'left-out':
      return { why: result.why };
    case 'failed': {
      const { code, message } = result.fault;
      return { error: { code, message } };
    }
    case 'replayed': {
      const { replayed, newId, checked } = result;
      const { response, mode } = replayed.outcome;
      return {
        newId: newId ?? null,
        after: {
          status: response.status,
          mode: mode ?? null,
          ms: Math.round(response.elapsedMs * 10) / 10,
        },
        headers: (replayed.comparison?.headers ?? []).map(({ name, before, after }) => ({
          name,
          before: before ?? null,
          after: after ?? null,
        })),
        expectations: checked.map(({ text, ok, found }) => ({ text, ok, found: found ?? null })),
      };
    }
  }
}

function bodyJson(body: BodyComparison): string {
  switch (body.kind) {
    case 'unknown':
      return '{"compared":"nothing"}';
    case 'bytes': {
      const { offset, before, after } = body;
      return JSON.stringify({
        compared: 'bytes',
        differsFrom: offset ?? null,
        bytesBefore: before.length,
        bytesAfter: after.length,
      });
    }
    case 'json': {
      const differences = body.differences.map(({ path, before, after }) => {
        const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
        return `{"path":${JSON.stringify(printJsonPath(path))},"change":"${change}","before":${valueJson(before)},"after":${valueJson(after)}}`;
      });
      const ignored = JSON.stringify(body.ignored.map(printJsonPath));
      return `{"compared":"json","differences":[${differences.join(',')}],"ignored":${ignored}}`;
    }
  }
}

/** A value that is not there is null, as the change says. */
function valueJson(tree: JsonTree | undefined): string {
  return tree === undefined ? 'null' : printJsonTree(tree);
}
