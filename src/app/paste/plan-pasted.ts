import { parseBaseUrl, pathOfUrl, type BaseUrl } from '../../core/base-url.js';
import { checkedHeader, findHeader } from '../../core/headers.js';
import type { Provider, RequestOption } from '../../core/provider.js';
import { buildTarget } from '../../core/target.js';
import {
  checkedMethod,
  reservedNames,
  type PlannedRequest,
  type RequestOptions,
} from '../request.js';
import type { PastedRequest } from './pasted-request.js';

/**
 * Makes a pasted request ready to be signed afresh: its own path, headers and body, without the
 * signature that it may carry.
 *
 * @param base where it would be sent; undefined where it is not sent
 * @throws VkError `other-origin` where it was made for another host, or as `planRequest` does
 */
export function planPasted(
  provider: Provider,
  base: BaseUrl | undefined,
  pasted: PastedRequest,
  options: RequestOptions,
): PlannedRequest {
  if (base !== undefined && pasted.origin !== undefined) {
    pathOfUrl(base.origin, pasted.origin + pasted.target);
  }
  const own = new Set([
    ...reservedNames(provider),
    ...provider.headers.options.map(({ name }) => name.toLowerCase()),
    // The answer is shown as it comes, and vk asks for none that is compressed.
    'accept-encoding',
  ]);
  const home = base?.origin ?? provider.baseUrl;
  if (home !== undefined && isForeign(home, pasted)) {
    // What was meant for another host goes nowhere else.
    for (const name of ['authorization', 'cookie', 'proxy-authorization']) {
      own.add(name);
    }
  }
  return {
    method: checkedMethod(provider, pasted.method),
    target: buildTarget('', pasted.target),
    body: pasted.body,
    headers: pasted.headers
      .filter(([name]) => !own.has(name.toLowerCase()))
      .map(([name, value]) => checkedHeader(name, value)),
    options: { ...optionsOf(provider, pasted), ...options },
  };
}

function isForeign(home: string, { origin }: PastedRequest): boolean {
  return origin !== undefined && parseBaseUrl(home, true).origin !== origin.toLowerCase();
}

function optionsOf(provider: Provider, { headers }: PastedRequest): RequestOptions {
  const options: Partial<Record<RequestOption, string>> = {};
  for (const { name, option } of provider.headers.options) {
    const value = findHeader(headers, name);
    if (value !== undefined) {
      options[option] = value;
    }
  }
  return options;
}
