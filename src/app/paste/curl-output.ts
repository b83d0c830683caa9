const SENT_REQUEST_LINE = /^> [!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/\d/m;
const REQUEST_LINE = /^\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/\d/;

/** Whether this is what `curl -v` prints, and no request with a line of that form in its body. */
export function isCurlOutput(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  return !REQUEST_LINE.test(text) && SENT_REQUEST_LINE.test(text);
}

/** The head of the first request that `curl -v` shows; the body is not shown at all. */
export function requestOfCurlOutput(bytes: Uint8Array): Uint8Array {
  const lines = Buffer.from(bytes).toString('latin1').split(/\r?\n/);
  const first = lines.findIndex((line) => SENT_REQUEST_LINE.test(line));
  const end = lines.findIndex((line, index) => index > first && /^> ?$/.test(line));
  const sent = lines
    .slice(first, end === -1 ? undefined : end)
    .filter((line) => line.startsWith('> '))
    .map((line) => line.slice(2));
  return Buffer.from(`${sent.join('\n')}\n\n`, 'latin1');
}
