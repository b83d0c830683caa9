/** ISO 8601 in UTC with milliseconds; the argument is in milliseconds since 1970. */
export const isoTime = keepingLast((ms) => new Date(ms).toISOString());

/** As the `Date` header has it (RFC 9110 5.6.7); the argument is in milliseconds since 1970. */
export const httpDate = keepingLast((ms) => new Date(ms).toUTCString());

/**
 * The form of a date in HTTP, as all write it today (RFC 9110 5.6.7, IMF-fixdate). Whether there is such
 * a day, it does not tell.
 */
export const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads a date of HTTP in that form only (RFC 9110 5.6.7): Date.parse alone takes "garbage 1" for a day
 * in 2001.
 *
 * @returns milliseconds since 1970, in whole seconds; NaN where it is no such date
 */
export function parseHttpDate(text: string): number {
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

/** Dates are dear to write, and under load many requests share their millisecond. */
function keepingLast(write: (ms: number) => string): (ms: number) => string {
  let lastMs = Number.NaN;
  let last = '';
  return (ms) => {
    if (ms !== lastMs) {
      last = write(ms);
      lastMs = ms;
    }
    return last;
  };
}
