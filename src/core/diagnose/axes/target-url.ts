import { changedTarget, targetText } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';

/** Scheme, host and port, signed with the path or instead of it. */
export const wholeUrls = [
  {
    id: 'full-url',
    title: 'the full URL was signed instead of path and query',
    weight: 1,
    remedy: { any: 'Sign only the path and the query, without scheme and host.' },
    make: (subject) => onOrigins(subject, (origin, text) => origin + text),
  },
  {
    id: 'port',
    title: 'the URL was signed with its port, or without it',
    weight: 2,
    remedy: { any: 'Sign only the path and the query; where a URL is signed, agree on its port.' },
    make: (subject) => ports(subject),
  },
  {
    id: 'host-and-path',
    title: 'the host was signed with the path',
    weight: 2,
    remedy: { any: 'Sign only the path and the query.' },
    make: (subject) => [
      ...onOrigins(subject, (origin, text) => hostOf(origin) + text),
      ...onOrigins(subject, hostOf, 'the host alone'),
    ],
  },
] as const satisfies readonly Variant<Uint8Array>[];

function ports(subject: Subject): Made<Uint8Array>[] {
  return [
    ...changedTarget(subject, withDefaultPort, 'with it'),
    ...changedTarget(subject, (text) => text.replace(PORT, '$1'), 'without it'),
    ...onOrigins(subject, (origin, text) => withDefaultPort(origin + text), 'with it'),
    ...onOrigins(subject, (origin, text) => (origin + text).replace(PORT, '$1'), 'without it'),
  ];
}

/** With the scheme and host that were called, where the target is a path. */
function onOrigins(
  subject: Subject,
  join: (origin: string, text: string) => string,
  detail?: string,
): Made<Uint8Array>[] {
  const isPath = targetText(subject).startsWith('/');
  return isPath
    ? subject.surroundings.origins.flatMap((origin) =>
        changedTarget(subject, (text) => join(origin, text), detail),
      )
    : [];
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

const PORT = /^(https?:\/\/(?:\[[^\]]*\]|[^/?#:[]*)):\d+/;

function withDefaultPort(url: string): string {
  const [authority] = /^https?:\/\/[^/?#]*/.exec(url) ?? [];
  if (authority === undefined || PORT.test(authority)) {
    return url;
  }
  return `${authority}:${authority.startsWith('https') ? 443 : 80}${url.slice(authority.length)}`;
}
