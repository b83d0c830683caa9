import type { PlannedRequest } from '../../app/request.js';
import type { BaseUrl } from '../../core/base-url.js';
import { authHeaderName } from '../../core/headers.js';
import type { OptionHeader, Provider } from '../../core/provider.js';
import type { SnippetHeader, SnippetRequest } from './snippet-request.js';

/** What a snippet is for: whose API, where, and under which name the code goes out. */
export interface SnippetPlace {
  readonly provider: Provider;
  readonly base: BaseUrl | undefined;
  readonly dialect: string | undefined;
}

/**
 * Turns a planned request into what the templates take.
 *
 * @param missing headers that the path needs and nobody gave: the snippet makes them when it runs
 */
export function planSnippet(
  { provider, base, dialect }: SnippetPlace,
  request: PlannedRequest,
  missing: readonly OptionHeader[],
): SnippetRequest {
  return {
    method: request.method,
    origin: base?.origin,
    target: request.target.text,
    scheme: provider.scheme,
    headers: mergeHeaders(
      [
        ...provider.headers.auth.map((rule): SnippetHeader => {
          const { carries } = rule;
          const isComputed = carries === 'timestamp' || carries === 'signature';
          return {
            name: authHeaderName(rule, dialect),
            value: isComputed ? { kind: carries } : { kind: 'field', field: carries },
          };
        }),
        ...provider.headers.options.flatMap((rule) => optionHeader(rule, request, missing)),
        ...provider.headers.fixed
          .filter(({ when }) => when === 'always' || request.body.length > 0)
          .map(({ name, value }) => textHeader(name, value)),
      ],
      request.headers.map(([name, value]) => textHeader(name, value)),
    ),
    body: request.body,
  };
}

function textHeader(name: string, text: string): SnippetHeader {
  return { name, value: { kind: 'text', text } };
}

function optionHeader(
  rule: OptionHeader,
  { options }: PlannedRequest,
  missing: readonly OptionHeader[],
): SnippetHeader[] {
  if (missing.includes(rule)) {
    return [{ name: rule.name, value: { kind: 'new-id' } }];
  }
  const given = options[rule.option] ?? '';
  return given === '' ? [] : [textHeader(rule.name, given)];
}

/** The user's headers take the place of ours of the same name. */
function mergeHeaders(
  own: readonly SnippetHeader[],
  given: readonly SnippetHeader[],
): SnippetHeader[] {
  const names = new Set(given.map(({ name }) => name.toLowerCase()));
  const merged = new Map<string, SnippetHeader>();
  for (const header of [...own.filter(({ name }) => !names.has(name.toLowerCase())), ...given]) {
    const key = header.name.toLowerCase();
    const before = merged.get(key);
    merged.set(key, before === undefined ? header : joinHeaders(before, header));
  }
  return [...merged.values()];
}

/** Most languages keep headers by name, so that a repeated one becomes a list (RFC 9110 section 5.3). */
function joinHeaders(before: SnippetHeader, after: SnippetHeader): SnippetHeader {
  return before.value.kind === 'text' && after.value.kind === 'text'
    ? textHeader(before.name, `${before.value.text}, ${after.value.text}`)
    : after;
}
