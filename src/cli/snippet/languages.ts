import { VkError } from '../../core/error.js';
import { bashSnippet } from './bash.js';
import { csharpSnippet } from './csharp.js';
import { goSnippet } from './go.js';
import { javaSnippet } from './java.js';
import { nodeSnippet } from './node.js';
import { phpSnippet } from './php.js';
import { pythonSnippet } from './python.js';
import { rubySnippet } from './ruby.js';
import type { SnippetRequest } from './snippet-request.js';

export interface Language {
  readonly id: string;
  /** What it needs, for the list of languages. */
  readonly needs: string;
  /** The name that its file has by custom. */
  readonly file: string;
  /** The command that runs the file. */
  readonly run: string;
  readonly render: (request: SnippetRequest, run: string) => string;
  /** For an HTTP client that does not send every target as it stands. */
  readonly client?: { readonly name: string; readonly unsendable: RegExp };
}

// java.net.URI takes what RFC 2396 allows, and brackets in a query (RFC 2732); its HttpClient drops an
// empty query.
const NOT_IN_JAVA_URI = /["<>\\^`{|}]|%(?![0-9A-Fa-f]{2})|^[^?]*[[\]]|\?$/;
// System.Uri encodes the former, and decodes an unreserved character that is encoded.
const NOT_IN_SYSTEM_URI =
  /["<>[\]\\^`{|}]|%(?![0-9A-Fa-f]{2})|%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])/;

/** All languages, in the order in which they are listed; a new one is a template and a line here. */
export const LANGUAGES: readonly Language[] = [
  {
    id: 'bash',
    needs: 'bash 3.2 or later, openssl, curl',
    file: 'request.sh',
    run: 'bash request.sh',
    render: bashSnippet,
  },
  {
    id: 'php',
    needs: 'PHP 7.4 or later with its curl extension',
    file: 'request.php',
    run: 'php request.php',
    render: phpSnippet,
  },
  {
    id: 'python',
    needs: 'Python 3.8 or later',
    file: 'request.py',
    run: 'python3 request.py',
    render: pythonSnippet,
  },
  {
    id: 'node',
    needs: 'Node 18 or later',
    file: 'request.mjs',
    run: 'node request.mjs',
    render: nodeSnippet,
  },
  {
    id: 'java',
    needs: 'Java 11 or later',
    file: 'Request.java',
    run: 'java Request.java',
    render: javaSnippet,
    client: { name: "Java's HttpClient", unsendable: NOT_IN_JAVA_URI },
  },
  {
    id: 'csharp',
    needs: 'C# 7 or later: .NET, .NET Framework 4.7 or Mono',
    file: 'Program.cs',
    run: 'dotnet run',
    render: csharpSnippet,
    client: { name: "C#'s HttpClient", unsendable: NOT_IN_SYSTEM_URI },
  },
  {
    id: 'go',
    needs: 'Go 1.18 or later',
    file: 'main.go',
    run: 'go run main.go',
    render: goSnippet,
  },
  {
    id: 'ruby',
    needs: 'Ruby 2.7 or later',
    file: 'request.rb',
    run: 'ruby request.rb',
    render: rubySnippet,
  },
];

/** @throws VkError `usage` */
export function findLanguage(id: string): Language {
  const found = LANGUAGES.find((language) => language.id === id);
  if (found === undefined) {
    throw new VkError(
      'usage',
      `there is no snippet for ${JSON.stringify(id)}`,
      `The languages are ${LANGUAGES.map((language) => language.id).join(', ')}.`,
    );
  }
  return found;
}

/**
 * The program that makes a request.
 *
 * @throws VkError `bad-path` where the language's HTTP client would change the target after signing
 */
export function renderSnippet(language: Language, request: SnippetRequest): string {
  const { client, render, run } = language;
  const found = client?.unsendable.exec(request.target)?.[0];
  if (client !== undefined && found !== undefined) {
    throw new VkError(
      'bad-path',
      `${client.name} does not send ${request.target} as it stands`,
      `${replacement(found)}, or choose another language.`,
    );
  }
  return render(request, run);
}

/** How to write what was found so that it stays. */
function replacement(found: string): string {
  const character = found.at(-1) ?? '';
  if (character === '?') {
    return 'Leave the ? at the end out';
  }
  return found.length === 3 && found.startsWith('%')
    ? `Write ${found} as ${decodeURIComponent(found)}`
    : `Write ${character} as ${encodeURIComponent(character)}`;
}
