const BAR = 20;
const SHORTEST_BAR = 4;

/**
 * `[#####---------------] 25%`, for a share from 0 to 1.
 *
 * @param columns how many there are; where they are few the bar is shorter, or left out
 */
export function progressBar(share: number, columns = Infinity): string {
  const within = Math.min(Math.max(share, 0), 1);
  const percent = `${Math.floor(within * 100)}%`;
  const length = Math.min(BAR, columns - '[] '.length - percent.length);
  const filled = Math.floor(within * length);
  return length < SHORTEST_BAR
    ? percent
    : `[${'#'.repeat(filled)}${'-'.repeat(length - filled)}] ${percent}`;
}

/** What is left of something that goes on as it did: `12 s`, `3 min 20 s`. */
export function timeLeft(share: number, elapsedMs: number): string {
  const within = Math.min(share, 1);
  const seconds = Math.ceil(within <= 0 ? 0 : ((elapsedMs / within) * (1 - within)) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
