import type { Mode, Provider, SandboxRoute } from '../core/provider.js';

export interface FoundRoute {
  readonly route: SandboxRoute;
  /** What stood for the `:name` segments of its path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that answers; HEAD is answered as GET. */
export function findRoute(
  provider: Provider,
  mode: Mode,
  method: string,
  path: string,
): FoundRoute | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return routesAt(provider, mode, path).find(
    ({ route }) => route.method === '*' || route.method === wanted,
  );
}

/** The methods that a path takes; none where nothing is there. */
export function methodsOf(provider: Provider, mode: Mode, path: string): readonly string[] {
  const methods = routesAt(provider, mode, path).flatMap(({ route: { method, path: pattern } }) =>
    pattern === ANYWHERE ? [] : method === 'GET' ? ['GET', 'HEAD'] : [method],
  );
  return [...new Set(methods)];
}

/** Answers wherever no other route is, whatever the method of that one. */
const ANYWHERE = '/*';

function routesAt(provider: Provider, mode: Mode, path: string): readonly FoundRoute[] {
  const found: FoundRoute[] = [];
  for (const route of provider.sandbox.routes) {
    const isLast =
      route.path === ANYWHERE && found.some(({ route: { path: own } }) => own !== ANYWHERE);
    const params =
      isLast || (route.mode ?? mode) !== mode ? undefined : matchPath(route.path, path);
    if (params !== undefined) {
      found.push({ route, params });
    }
  }
  return found;
}

/** What stands for the `:name` segments of a pattern; undefined where the path does not fit it. */
export function matchPath(
  pattern: string,
  path: string,
): Readonly<Record<string, string>> | undefined {
  if (!pattern.includes(':')) {
    const fits = pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
    return fits ? NONE : undefined;
  }
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) {
    return undefined;
  }
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== value) {
        return undefined;
      }
    } else if (value === '') {
      return undefined;
    } else {
      params[segment.slice(1)] = decoded(value);
    }
  }
  return params;
}

const NONE = {};

/** A segment that is not well encoded stands for itself. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
