import { decodeUtf8 } from '../../core/bytes.js';
import type { DigestAlgorithm, Scheme } from '../../core/provider.js';
import { bodyBase64, COMMON_ESCAPES, doubleQuoted, utf16Escape } from './literal.js';
import {
  fieldsOf,
  hasTimestamp,
  type SnippetHeader,
  type SnippetRequest,
} from './snippet-request.js';
import {
  CAMEL_CASE_NAMES,
  fieldVariable,
  headerExpression,
  heading,
  messageRuns,
  program,
  TARGET_COMMENT,
  type Notation,
} from './template.js';

const NOTATION: Notation = {
  quote,
  names: CAMEL_CASE_NAMES,
  newId: 'Guid.NewGuid().ToString()',
};

/** C# 7 or later on .NET, .NET Framework or Mono. */
export function csharpSnippet(request: SnippetRequest, howToRun: string): string {
  const { method, origin, target, body, scheme } = request;
  return program([
    heading(request, howToRun).map((line) => `// ${line}`),
    importsOf(request).map((name) => `using ${name};`),
    '',
    'public static class Program',
    '{',
    // The C# compiler of Mono knows no Main that is async.
    '    public static int Main()',
    '    {',
    '        return SendAsync().GetAwaiter().GetResult();',
    '    }',
    '',
    '    private static async Task<int> SendAsync()',
    '    {',
    fieldsOf(request).map(
      (field) => `        string ${NOTATION.names[field]} = Env("${fieldVariable(field)}");`,
    ),
    '        string secret = Env("VK_API_SECRET");',
    origin === undefined
      ? '        string baseUrl = Env("VK_BASE_URL");'
      : `        string baseUrl = Environment.GetEnvironmentVariable("VK_BASE_URL") ?? ${quote(origin)};`,
    '',
    `        // ${TARGET_COMMENT}`,
    `        string target = ${quote(target)};`,
    body.length > 0 && `        byte[] body = ${csharpBody(body)};`,
    '',
    hasTimestamp(request) &&
      `        string timestamp = ${TIMESTAMPS[scheme.timestamp?.format ?? 'unix-seconds']};`,
    `        byte[] message = ${messageOf(request)};`,
    '        string signature;',
    `        using (var hmac = new ${CLASSES[scheme.algorithm]}(Encoding.UTF8.GetBytes(secret)))`,
    '        {',
    '            byte[] digest = hmac.ComputeHash(message);',
    `            signature = ${ENCODERS[scheme.encoding]};`,
    '        }',
    '',
    '        var url = new Uri(new Uri(baseUrl), target);',
    '        using (var handler = new HttpClientHandler { AllowAutoRedirect = false })',
    '        using (var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) })',
    `        using (var request = new HttpRequestMessage(new HttpMethod(${quote(method)}), url))`,
    '        {',
    headerLines(request).map((line) => `            ${line}`),
    '            using (HttpResponseMessage response = await client.SendAsync(request))',
    '            {',
    '                Console.WriteLine((int)response.StatusCode);',
    '                Console.WriteLine(await response.Content.ReadAsStringAsync());',
    '                return (int)response.StatusCode >= 400 ? 1 : 0;',
    '            }',
    '        }',
    '    }',
    '',
    '    private static string Env(string name)',
    '    {',
    '        string value = Environment.GetEnvironmentVariable(name);',
    '        return string.IsNullOrEmpty(value) ? throw new Exception(name + " is not set") : value;',
    '    }',
    '}',
  ]);
}

function importsOf(request: SnippetRequest): string[] {
  const isIso = request.scheme.timestamp?.format === 'iso-8601';
  return [
    'System',
    ...(hasTimestamp(request) && isIso ? ['System.Globalization'] : []),
    ...(messageRuns(request, NOTATION).length > 1 ? ['System.Linq'] : []),
    'System.Net.Http',
    'System.Security.Cryptography',
    'System.Text',
    'System.Threading.Tasks',
  ];
}

const TIMESTAMPS = {
  'unix-seconds': 'DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString()',
  'iso-8601':
    "DateTime.UtcNow.ToString(\"yyyy-MM-dd'T'HH:mm:ss.fff'Z'\", CultureInfo.InvariantCulture)",
} as const;

function messageOf(request: SnippetRequest): string {
  const [first = '', ...more] = messageRuns(request, NOTATION).map(({ isBody, expressions }) =>
    isBody ? 'body' : `Encoding.UTF8.GetBytes(${expressions.join(' + ')})`,
  );
  return more.length === 0
    ? first
    : `${first}${more.map((each) => `.Concat(${each})`).join('')}.ToArray()`;
}

const CLASSES: Readonly<Record<DigestAlgorithm, string>> = {
  sha1: 'HMACSHA1',
  sha256: 'HMACSHA256',
  sha384: 'HMACSHA384',
  sha512: 'HMACSHA512',
};

const ENCODERS: Readonly<Record<Scheme['encoding'], string>> = {
  hex: 'BitConverter.ToString(digest).Replace("-", "").ToLowerInvariant()',
  base64: 'Convert.ToBase64String(digest)',
  base64url: "Convert.ToBase64String(digest).TrimEnd('=').Replace('+', '-').Replace('/', '_')",
};

// .NET keeps these with the body, and refuses them elsewhere.
const CONTENT_HEADER =
  /^(?:allow|expires|last-modified|content-(?:disposition|encoding|language|location|md5|range|type))$/i;

function headerLines({ headers, body }: SnippetRequest): string[] {
  const hasContent = body.length > 0 || headers.some(({ name }) => CONTENT_HEADER.test(name));
  return [
    ...(hasContent
      ? [`request.Content = new ByteArrayContent(${body.length > 0 ? 'body' : 'new byte[0]'});`]
      : []),
    ...headers.map((header) => addHeader(header)),
  ];
}

function addHeader({ name, value }: SnippetHeader): string {
  const place = CONTENT_HEADER.test(name) ? 'request.Content.Headers' : 'request.Headers';
  return `${place}.TryAddWithoutValidation(${quote(name)}, ${headerExpression(value, NOTATION)});`;
}

/** An expression for the very bytes of a body. */
export function csharpBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return text === undefined
    ? `Convert.FromBase64String(${quote(bodyBase64(body))})`
    : `Encoding.UTF8.GetBytes(${quote(text)})`;
}

function quote(text: string): string {
  return doubleQuoted(text, { named: COMMON_ESCAPES, other: utf16Escape, isAsciiOnly: true });
}
