import type { Subject } from '../variant.js';

/** A target without the base path in front of it; as it is where it has none. */
export function withoutBasePath({ surroundings: { basePath } }: Subject, text: string): string {
  const isBelow = basePath !== '' && new RegExp(`^${escapeRegExp(basePath)}(?=[/?]|$)`).test(text);
  return isBelow ? text.slice(basePath.length) : text;
}

/** A target with the base path in front of it, once more if it has it already. */
export function withBasePath({ surroundings: { basePath } }: Subject, text: string): string {
  return text.startsWith('/') ? basePath + text : text;
}

/** The same target at other versions of the API: `/v2/…`, `/1/…` for `/1.1/…`. */
export function otherVersions(text: string): string[] {
  return [...text.matchAll(VERSION)].flatMap(({ 0: found, 1: before = '', 2: v = '', index }) =>
    VERSIONS.map(
      (version) => text.slice(0, index) + before + v + version + text.slice(index + found.length),
    ).filter((other) => other !== text),
  );
}

// A slash may be percent-encoded, where a scheme encodes the URL before it signs it.
const VERSION = /(\/|%2F)(v?)\d+(?:\.\d+)*(?=\/|%2F|\?|$)/gi;
const VERSIONS = ['1', '2', '3', '4', '1.0', '1.1', '2.0'];

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
