/** ISO 8601 in UTC with milliseconds; the argument is in milliseconds since 1970. */
export const isoTime = keepingLast((ms) => new Date(ms).toISOString());

/** As the `Date` header has it (RFC 9110 5.6.7); the argument is in milliseconds since 1970. */
export const httpDate = keepingLast((ms) => new Date(ms).toUTCString());

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
