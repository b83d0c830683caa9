const BAR = 20;

/** `[#####---------------] 25%`, for a share from 0 to 1. */
export function progressBar(share: number): string {
  const within = Math.min(Math.max(share, 0), 1);
  const filled = Math.floor(within * BAR);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${Math.floor(within * 100)}%`;
}

/** What is left of something that goes on as it did: `12 s`, `3 min 20 s`. */
export function timeLeft(share: number, elapsedMs: number): string {
  const within = Math.min(share, 1);
  const seconds = Math.ceil(within <= 0 ? 0 : ((elapsedMs / within) * (1 - within)) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
