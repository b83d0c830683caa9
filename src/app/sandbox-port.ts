import { parseBaseUrl, type BaseUrl } from '../core/base-url.js';
import type { Provider } from '../core/provider.js';

/** The first port of `vk sandbox`; each further provider takes the next one. */
export const SANDBOX_PORT = 8787;

/** Where `vk sandbox --provider ID` would listen: the sandbox inside vk has no address of its own. */
export function sandboxBase({ basePath }: Provider): BaseUrl {
  return parseBaseUrl(`http://127.0.0.1:${SANDBOX_PORT}${basePath}`);
}
