import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCurl } from '../../../src/app/paste/curl.js';
import { rawServer } from '../../adapters/raw-server.js';
import { temporaryFolder } from '../../adapters/temporary.js';

const run = promisify(execFile);

// What curl adds to every request on its own.
const OWN =
  /^(?:host: 127\.0\.0\.1|user-agent: curl\/|accept: \*\/\*$|content-length: |accept-encoding: )/i;

/** The one request that a command sends, read in the plainest way. */
async function sent(command: string): Promise<unknown> {
  const server = await rawServer((socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  try {
    const shell = command.replaceAll('PORT', String(server.port));
    await run('bash', ['-c', shell], { env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } });
    const [request = Buffer.alloc(0)] = server.received();
    const end = request.indexOf('\r\n\r\n');
    const [line = '', ...headers] = request.subarray(0, end).toString().split('\r\n');
    const [method, target] = line.split(' ');
    return {
      method,
      target,
      headers: headers
        .filter((header) => !OWN.test(header))
        .map((header) => header.replace(/^([^:]+):[ \t]*(.*?)[ \t]*$/, '$1: $2')),
      body: request.subarray(end + 4).toString('latin1'),
    };
  } finally {
    await server.close();
  }
}

function understood(command: string): unknown {
  const { method, target, headers, body } = readCurl(command.replaceAll('PORT', '1'), (path) =>
    readFileSync(path),
  );
  return {
    method,
    target,
    headers: headers.map(([name, value]) => `${name}: ${value}`),
    body: Buffer.from(body).toString('latin1'),
  };
}

const hasCurl = spawnSync('bash', ['-c', 'curl --version']).status === 0;

describe.skipIf(!hasCurl)('curl sends what was understood', () => {
  it.each([
    'curl http://127.0.0.1:PORT',
    'curl http://127.0.0.1:PORT?a=1',
    "curl 'http://127.0.0.1:PORT/A%2f/%7e?b=%c3&c=[]#frag'",
    "curl --path-as-is 'http://127.0.0.1:PORT/a/../b//c/.'",
    "curl 'http://127.0.0.1:PORT/\\{a\\}/\\[1\\]\\x'",
    "curl -g 'http://127.0.0.1:PORT/{a,b}[1-3]'",
    'curl -X PATCH http://127.0.0.1:PORT/p?',
    'curl -I http://127.0.0.1:PORT/p',
    `curl -sSXPUT -d'{"a": 1.0}' -HContent-Type:application/json http://127.0.0.1:PORT/p`,
    "curl http://127.0.0.1:PORT/p -d a=1 -d 'b=2 3' --data-raw @x --data-binary $'\\xff\\n'",
    `curl http://127.0.0.1:PORT/p -d @FILE`,
    `curl http://127.0.0.1:PORT/p --data-binary @FILE -H 'Content-Type: application/json'`,
    `curl http://127.0.0.1:PORT/p --data-urlencode 'a b=c d~&é' --data-urlencode =e=f --data-urlencode 'g h' --data-urlencode n@FILE --data-urlencode @FILE`,
    `curl http://127.0.0.1:PORT/p --json '{"a":' --json 1 --json '}'`,
    `curl http://127.0.0.1:PORT/p --json @FILE -H 'Accept: text/plain'`,
    "curl -G http://127.0.0.1:PORT/p?x=1 -d a=b --data-urlencode 'c=d &'",
    'curl -G http://127.0.0.1:PORT/p? -d a=b -X DELETE',
    'curl -GI http://127.0.0.1:PORT/p -d a',
    "curl http://127.0.0.1:PORT/p -u 'me:p w' -A agent -e 'http://r/;auto' -b a=1 -b b=2 -H X:1",
    "curl http://127.0.0.1:PORT/p -u a:b -A x -e y -b c=d -H 'authorization: Z' -H User-Agent: -H 'Referer;' -H 'cookie: e'",
    'curl http://m%40e:p%3a@127.0.0.1:PORT/p',
    'curl http://me@127.0.0.1:PORT/p',
    'curl http://127.0.0.1:PORT/p --oauth2-bearer tok',
    "curl http://127.0.0.1:PORT/p -H 'A: 1' -H 'a:2' -H 'B;' -H 'C:' -H D -H 'E:  x  y  ' -H 'F;g'",
    "curl http://127.0.0.1:PORT/p -d x -H 'Content-Type:'",
    "curl http://127.0.0.1:PORT/p -X GET -d 'a b'",
    `curl http://127.0.0.1:PORT/p -T FILE -H Expect:`,
    `curl http://127.0.0.1:PORT/p/?q -T FILE -H Expect: -X POST`,
    `curl http://127.0.0.1:PORT/p/?q -T "ODD" -H Expect:`,
    'curl http://127.0.0.1:PORT/p --oauth2-bearer tok -u a:b',
    'curl http://127.0.0.1:PORT/p --request-target "/x/../y?z"',
    'curl 127.0.0.1:PORT/p --compressed -o /dev/null -w "%{http_code}" --http1.1 -sS',
    `curl http://127.0.0.1:PORT/p \\\n  -H "X-Quote: \\"a\\" \\$b 'c'" \\\n  --data-raw $'it\\'s \\u00e9\\n'`,
  ])('%s', async (template) => {
    const file = join(temporaryFolder(), 'body.json');
    writeFileSync(file, '{"a":\r\n 1}\n');
    // Without letters among its hex digits, which versions of curl write differently.
    const odd = join(temporaryFolder(), "a '(1)!%~");
    writeFileSync(odd, 'x');
    const command = template.replaceAll('FILE', file).replaceAll('ODD', odd);
    expect(understood(command)).toEqual(await sent(command));
  });
});
