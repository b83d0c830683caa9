import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bashBody } from '../../src/cli/snippet/bash.js';
import { csharpBody } from '../../src/cli/snippet/csharp.js';
import { goBody } from '../../src/cli/snippet/go.js';
import { javaBody } from '../../src/cli/snippet/java.js';
import { nodeBody } from '../../src/cli/snippet/node.js';
import { phpBody } from '../../src/cli/snippet/php.js';
import { pythonBody } from '../../src/cli/snippet/python.js';
import { rubyBody } from '../../src/cli/snippet/ruby.js';
import { wellFormedText } from '../core/arbitraries.js';
import { RUNNERS } from './snippet-runner.js';
import { run } from './vk.js';

/** Bodies as each language writes them: a program of its own prints them in hex. */

const each = (bodies: readonly Uint8Array[], write: (body: Uint8Array) => string): string =>
  bodies.map(write).join(',\n');

const PROGRAMS: Readonly<Record<string, (bodies: readonly Uint8Array[]) => string>> = {
  bash: (bodies) =>
    [
      `hex() { od -An -v -tx1 | tr -d ' \\n'; echo; }`,
      ...bodies.map((body) => {
        const text = bashBody(body);
        const print = text.startsWith('print_body') ? 'print_body' : 'printf %s "$body"';
        return `${text}\n${print} | hex`;
      }),
    ].join('\n'),
  php: (bodies) =>
    `<?php foreach ([${each(bodies, phpBody)}] as $body) { echo bin2hex($body), "\\n"; }`,
  python: (bodies) =>
    `import base64\nfor body in [${each(bodies, pythonBody)}]:\n    print(body.hex())\n`,
  node: (bodies) =>
    `for (const body of [${each(bodies, nodeBody)}]) console.log(Buffer.from(body).toString('hex'));`,
  java: (bodies) => `
    import java.nio.charset.StandardCharsets;
    import java.util.Base64;
    public class Request {
      public static void main(String[] args) {
        byte[][] bodies = { ${each(bodies, javaBody)} };
        for (byte[] body : bodies) {
          StringBuilder hex = new StringBuilder();
          for (byte one : body) hex.append(String.format("%02x", one));
          System.out.println(hex);
        }
      }
    }`,
  csharp: (bodies) => `
    using System;
    using System.Text;
    public static class Program {
      public static int Main() {
        foreach (byte[] body in new byte[][] { ${each(bodies, csharpBody)} })
          Console.WriteLine(BitConverter.ToString(body).Replace("-", "").ToLowerInvariant());
        return 0;
      }
    }`,
  go: (bodies) => `package main
    import "fmt"
    func main() {
      for _, body := range []string{${each(bodies, goBody)},
      } {
        fmt.Printf("%x\\n", body)
      }
    }`,
  ruby: (bodies) => `[${each(bodies, rubyBody)}].each { |body| puts body.b.unpack1('H*') }`,
};

/** What ends a literal, a heredoc or a comment somewhere, or begins something inside it. */
const MARKS = [
  '"',
  "'",
  '`',
  '\\',
  '$',
  '${',
  '$(',
  '#{',
  '{$',
  '%',
  '"""',
  "'''",
  '?>',
  '\nEOF\n',
];
const OTHERS = ['\\u0041', '\\x', '\\', '\n', '\r\n', '\t', '\0', '\u001b[', '*/', '//', '-', '!!'];
const mark = fc.constantFrom(...MARKS, ...OTHERS);

const anyBody = fc
  .oneof(
    { arbitrary: fc.array(fc.oneof(mark, wellFormedText), { maxLength: 8 }), weight: 3 },
    { arbitrary: fc.json().map((text) => [text]), weight: 1 },
  )
  .map((texts) => new Uint8Array(Buffer.from(texts.join(''))));
const anyBytes = fc.oneof({ arbitrary: anyBody, weight: 5 }, fc.uint8Array({ minLength: 1 }));

describe.each(Object.entries(RUNNERS))('a body in %s', (id, { needs, isThere, build }) => {
  it(`is the same bytes (needs ${needs})`, { timeout: 120_000 }, async ({ skip }) => {
    if (!(await isThere())) {
      skip(`needs ${needs}`);
    }
    const bodies = fc.sample(anyBytes, 200).filter(({ length }) => length > 0);
    const [[file = '', ...words] = []] = await build([PROGRAMS[id]?.(bodies) ?? '']);
    const { stdout, stderr } = await run(file, words, { env: { LC_ALL: 'C.UTF-8' } });
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, -1)).toEqual(
      bodies.map((body) => Buffer.from(body).toString('hex')),
    );
  });
});
