/**
 * What differs from run to run, and what stands in its place on both sides of a comparison. Everything
 * else has to be shown on the page as it is printed.
 */
const MASKS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  // Ids of recorded calls and of deliveries.
  [/\b[2-9b-df-hj-np-tv-xz]{10}\b/g, 'ID'],
  [/\b(wh|evt|v|SBX)[_-][\da-f]{10,12}\b/g, '$1_ID'],
  // Times: ISO 8601, of a list, of HTTP, of a log, in seconds.
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME'],
  [/\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, 'TIME'],
  [/^\d\d:\d\d:\d\d/gm, 'TIME'],
  [/(X-Timestamp: )\d{10}/g, '$1TIME'],
  // How long something took, and how fast it was.
  [/ *\d+(?:\.\d+)? ms/g, ' MS'],
  [/((?:local|sandbox) +)\d+$/gm, '$1MS'],
  [/in \d+(?:\.\d+)? s, [\d,]+ /g, 'in S, N '],
  [/[\d,]+ candidates in \d+\.\d+ s/g, 'N candidates in S'],
  // A clock is known as exactly as the answer was quick.
  [/±\d+\.\d s/g, '±S'],
  [/\d+ days behind/g, 'N days behind'],
  // Ports, and the numbers of processes.
  [/127\.0\.0\.1( port |:)\d+/g, '127.0.0.1$1PORT'],
  [/\bprocess \d+/g, 'process PID'],
];

/** Signatures and digests, which are the same each time only where a timestamp is given. */
const DIGEST = /[\da-f]{64}/g;

export interface Circumstances {
  /** The home folder of the session; a page says `/home/me`. */
  readonly home: string;
  /** Whether signatures are the same each time. */
  readonly isTimeGiven: boolean;
}

/** What a page shows, and what was shown, with all that may differ taken out of both. */
export function comparable(
  page: string,
  shown: string,
  { home, isTimeGiven }: Circumstances,
): readonly [page: string, shown: string] {
  // A table that has the folder in it is wider where the folder's name is longer.
  const isWider = shown.includes(home);
  const take = (text: string): string => {
    const masked = MASKS.reduce((whole, [pattern, by]) => whole.replaceAll(pattern, by), text);
    const spaced = isWider ? masked.replaceAll(/ +/g, ' ') : masked;
    return (isTimeGiven ? spaced : spaced.replaceAll(DIGEST, 'DIGEST')).trimEnd();
  };
  const wanted = take(page);
  return [wanted, leaveOut(take(shown.replaceAll(home, '/home/me')), wanted)];
}

/** Leaves out the lines that the page leaves out, by `...` on a line of its own. */
function leaveOut(shown: string, page: string): string {
  if (!/^\.\.\.$/m.test(page)) {
    return shown;
  }
  const parts = page
    .split(/^\.\.\.$/m)
    .map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*?')}$`).test(shown) ? page : shown;
}
