import type { Credential } from './credential.js';
import { VkError } from './error.js';
import type { AuthHeader, CredentialField, Provider, RequestOption } from './provider.js';

/** A header's name and value, as they are written on the wire. */
export type Header = readonly [name: string, value: string];

/**
 * The headers that authenticate a request, in the provider's order. A header whose credential field
 * is not known is left out: see {@link missingFields}.
 */
export function authHeaders(
  provider: Provider,
  credential: Credential,
  computed: { readonly timestamp: string; readonly signature: string },
): Header[] {
  const headers: Header[] = [];
  for (const rule of provider.headers.auth) {
    const value =
      rule.carries === 'timestamp' || rule.carries === 'signature'
        ? computed[rule.carries]
        : credential.fields[rule.carries];
    if (value !== undefined && value !== '') {
      headers.push(checkedHeader(authHeaderName(rule, credential.dialect), value));
    }
  }
  return headers;
}

/** Fields that the provider documents and the credential does not have. */
export function missingFields(provider: Provider, credential: Credential): CredentialField[] {
  return provider.credential.filter(({ id }) => (credential.fields[id] ?? '') === '');
}

/** The name under which an authenticating header goes out in a dialect. */
export function authHeaderName(rule: AuthHeader, dialect: string | undefined): string {
  const isKnown = dialect !== undefined && Object.hasOwn(rule.dialects ?? {}, dialect);
  return (isKnown ? rule.dialects?.[dialect] : undefined) ?? rule.name;
}

/** All names under which an authenticating header is documented, the usual one first. */
export function authHeaderNames({ name, dialects }: AuthHeader): string[] {
  return dialects === undefined ? [name] : [...new Set([name, ...Object.values(dialects)])];
}

/** Headers whose values the caller gave. */
export function optionHeaders(
  provider: Provider,
  values: Readonly<Partial<Record<RequestOption, string>>>,
): Header[] {
  return provider.headers.options.flatMap((rule) => {
    const value = values[rule.option];
    return value === undefined || value === '' ? [] : [checkedHeader(rule.name, value)];
  });
}

/** Headers that never change. */
export function fixedHeaders(provider: Provider, hasBody: boolean): Header[] {
  return provider.headers.fixed
    .filter((rule) => rule.when === 'always' || hasBody)
    .map((rule) => [rule.name, rule.value]);
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// RFC 9110 §5.5: visible characters, space and tab. Bytes above ASCII are obsolete there.
const FIELD_VALUE = /^[\t\x20-\x7e]*$/;

/**
 * A header that can go on the wire as it is.
 *
 * @throws VkError `bad-header` for a name that is no token (RFC 9110 §5.1), or a value with control
 *   characters, non-ASCII characters, or white space at its ends
 */
export function checkedHeader(name: string, value: string): Header {
  if (!TOKEN.test(name)) {
    throw new VkError(
      'bad-header',
      `${JSON.stringify(name)} is not a header name`,
      'Header names have letters, digits and hyphens only.',
    );
  }
  if (!FIELD_VALUE.test(value)) {
    throw new VkError(
      'bad-header',
      `the value of ${name} has a line break, a control character or a non-ASCII character`,
      'Remove it. Values copied from a file or a web page often end with a newline.',
    );
  }
  if (value !== value.trim()) {
    throw new VkError(
      'bad-header',
      `the value of ${name} begins or ends with white space`,
      'Remove the white space: HTTP does not carry it.',
    );
  }
  return [name, value];
}

/** A header's value; names are compared without case. */
export function findHeader(headers: readonly Header[], name: string): string | undefined {
  let wanted: string | undefined;
  for (const [other, value] of headers) {
    // Most names differ in their length, or are written as documented: both are cheaper to compare.
    if (other === name) {
      return value;
    }
    if (other.length === name.length) {
      wanted ??= name.toLowerCase();
      if (other.toLowerCase() === wanted) {
        return value;
      }
    }
  }
  return undefined;
}
