import { parseBaseUrl } from '../../core/base-url.js';
import { findHeader } from '../../core/headers.js';
import type { Provider } from '../../core/provider.js';
import { providers } from '../../providers/registry.js';
import type { ProfileSet } from '../ports.js';
import type { PastedRequest } from './pasted-request.js';

/** Whose request it is, as far as it shows. */
export interface Owner {
  readonly profile?: string;
  readonly provider: string;
  /** What shows it, in words that are safe to print: `its X-API-Key is that of profile prod`. */
  readonly because: string;
}

/** Finds the stored profile whose API key a pasted request carries, or else its provider. */
export function ownerOf(request: PastedRequest, { profiles }: ProfileSet): Owner | undefined {
  for (const [name, { provider: id, apiKey }] of profiles) {
    const provider: Provider | undefined = providers.find((each) => each.id === id);
    const header = provider?.headers.auth.find(({ carries }) => carries === 'apiKey');
    const carried = header && findHeader(request.headers, header.name);
    if (carried !== undefined && carried === apiKey) {
      return {
        profile: name,
        provider: id,
        because: `its ${header?.name ?? 'API key'} is that of profile ${name}`,
      };
    }
  }
  return byHost(request) ?? byHeaders(request);
}

function byHost({ origin }: PastedRequest): Owner | undefined {
  const provider = providers.find(
    (each: Provider) =>
      each.baseUrl !== undefined && parseBaseUrl(each.baseUrl).origin === origin?.toLowerCase(),
  );
  return provider && { provider: provider.id, because: `it was made for ${provider.name}'s host` };
}

/** By a signature header that only one provider documents. */
function byHeaders({ headers }: PastedRequest): Owner | undefined {
  const candidates = providers.filter((provider: Provider) =>
    provider.headers.auth.every(
      ({ carries, name }) => carries === 'code' || findHeader(headers, name) !== undefined,
    ),
  );
  const [only] = candidates;
  return only !== undefined && candidates.length === 1
    ? { provider: only.id, because: `it has the headers of ${only.name}` }
    : undefined;
}
