import type { BaseUrl } from '../../core/base-url.js';
import { variable, type Environment } from '../value-sources.js';
import { fail, ok, type Check, type Subject } from './check.js';

const SUBJECT: Subject = { id: 'proxy', title: 'proxy' };

export interface ProxyFound {
  readonly check: Check;
  /** Whether requests go through a proxy, which then looks names up and connects. */
  readonly isUsed: boolean;
}

/** Which proxy stands between, by the rules of what sends: for https only, NO_PROXY aside. */
export function checkProxy(env: Environment, base: BaseUrl): ProxyFound {
  const [name, text] = firstSet(env, ['HTTPS_PROXY', 'https_proxy']) ?? [];
  if (name === undefined || text === undefined) {
    return unused('none is set');
  }
  if (base.protocol === 'http:') {
    return unused(`${name} is for https, and ${base.origin} is not`);
  }
  const proxy = originOf(text);
  if (proxy === undefined) {
    const remedy = `Write it as http://host:port, or unset ${name}.`;
    return {
      check: fail(SUBJECT, `the value of ${name} is no URL of a proxy`, remedy),
      isUsed: true,
    };
  }
  const [noName, exceptions] = firstSet(env, ['NO_PROXY', 'no_proxy']) ?? [];
  if (exceptions !== undefined && isExcepted(base, exceptions)) {
    return unused(`${proxy} (${name}), but not for ${base.hostname}: ${noName ?? ''} names it`);
  }
  return { check: ok(SUBJECT, `${proxy} (${name}) stands between`), isUsed: true };
}

function unused(detail: string): ProxyFound {
  return { check: ok(SUBJECT, detail), isUsed: false };
}

function firstSet(
  env: Environment,
  names: readonly string[],
): readonly [name: string, value: string] | undefined {
  return names
    .map((name) => [name, variable(env, name)] as const)
    .flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))[0];
}

/** Without the name and password that such a URL may carry. */
function originOf(text: string): string | undefined {
  try {
    const { protocol, host } = new URL(text);
    const isProxy = /^(?:https?|socks5?):$/.test(protocol) && host !== '';
    return isProxy ? `${protocol}//${host}` : undefined;
  } catch {
    return undefined;
  }
}

/** As undici's EnvHttpProxyAgent reads NO_PROXY: names, each with those below it, some with a port. */
function isExcepted({ hostname, port }: BaseUrl, exceptions: string): boolean {
  return (
    exceptions === '*' ||
    exceptions
      .split(/[,\s]/)
      .filter((entry) => entry !== '')
      .some((entry) => {
        const [, named = entry, portText] = /^(.+):(\d+)$/.exec(entry) ?? [];
        const name = named.replace(/^\*?\./, '').toLowerCase();
        const isPort = portText === undefined || Number(portText) === port;
        return isPort && (hostname === name || hostname.endsWith(`.${name}`));
      })
  );
}
