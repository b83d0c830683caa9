import { decodeUtf8 } from '../../core/bytes.js';
import type { DigestAlgorithm, Scheme } from '../../core/provider.js';
import { bodyBase64, COMMON_ESCAPES, doubleQuoted, utf16Escape } from './literal.js';
import { fieldsOf, hasNewId, hasTimestamp, type SnippetRequest } from './snippet-request.js';
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
  newId: 'UUID.randomUUID().toString()',
};

/** Java 11 or later and its standard library. */
export function javaSnippet(request: SnippetRequest, howToRun: string): string {
  const { origin, target, headers, body, scheme } = request;
  return program([
    heading(request, howToRun).map((line) => `// ${line}`),
    importsOf(request).map((name) => `import ${name};`),
    '',
    'public class Request {',
    '    public static void main(String[] args) throws Exception {',
    fieldsOf(request).map(
      (field) => `        String ${NOTATION.names[field]} = env("${fieldVariable(field)}");`,
    ),
    '        String secret = env("VK_API_SECRET");',
    origin === undefined
      ? '        URI base = URI.create(env("VK_BASE_URL"));'
      : `        URI base = URI.create(System.getenv().getOrDefault("VK_BASE_URL", ${quote(origin)}));`,
    '',
    `        // ${TARGET_COMMENT}`,
    `        String target = ${quote(target)};`,
    body.length > 0 && `        byte[] body = ${javaBody(body)};`,
    '',
    hasTimestamp(request) &&
      TIMESTAMPS[scheme.timestamp?.format ?? 'unix-seconds'].map((line) => `        ${line}`),
    signatureLines(request).map((line) => `        ${line}`),
    '',
    '        HttpRequest request = HttpRequest.newBuilder(base.resolve(target))',
    '            .timeout(Duration.ofSeconds(30))',
    headers.map(
      ({ name, value }) =>
        `            .header(${quote(name)}, ${headerExpression(value, NOTATION)})`,
    ),
    `            .method(${quote(request.method)}, ${publisher(body)})`,
    '            .build();',
    '        HttpResponse<String> response = HttpClient.newHttpClient()',
    '            .send(request, HttpResponse.BodyHandlers.ofString());',
    '        System.out.println(response.statusCode());',
    '        System.out.println(response.body());',
    '        System.exit(response.statusCode() >= 400 ? 1 : 0);',
    '    }',
    '',
    '    private static String env(String name) {',
    '        String value = System.getenv(name);',
    '        if (value == null || value.isEmpty()) {',
    '            throw new IllegalStateException(name + " is not set");',
    '        }',
    '        return value;',
    '    }',
    '}',
  ]);
}

function importsOf(request: SnippetRequest): string[] {
  const { scheme, body } = request;
  const isIso = scheme.timestamp?.format === 'iso-8601';
  const hasTime = hasTimestamp(request);
  return [
    'java.net.URI',
    'java.net.http.HttpClient',
    'java.net.http.HttpRequest',
    'java.net.http.HttpResponse',
    'java.nio.charset.StandardCharsets',
    'java.time.Duration',
    ...(hasTime ? ['java.time.Instant'] : []),
    ...(hasTime && isIso ? ['java.time.ZoneOffset', 'java.time.format.DateTimeFormatter'] : []),
    ...(scheme.encoding !== 'hex' || decodeUtf8(body) === undefined ? ['java.util.Base64'] : []),
    ...(hasNewId(request) ? ['java.util.UUID'] : []),
    'javax.crypto.Mac',
    'javax.crypto.spec.SecretKeySpec',
  ];
}

const TIMESTAMPS = {
  'unix-seconds': ['String timestamp = String.valueOf(Instant.now().getEpochSecond());'],
  'iso-8601': [
    "String timestamp = DateTimeFormatter.ofPattern(\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\")",
    '    .withZone(ZoneOffset.UTC).format(Instant.now());',
  ],
} as const;

function signatureLines(request: SnippetRequest): string[] {
  const { algorithm, encoding } = request.scheme;
  return [
    `Mac mac = Mac.getInstance("${MACS[algorithm]}");`,
    `mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "${MACS[algorithm]}"));`,
    ...messageRuns(request, NOTATION).map(({ isBody, expressions: [first = '""', ...more] }) => {
      const text = more.length === 0 ? first : `(${[first, ...more].join(' + ')})`;
      return isBody ? 'mac.update(body);' : `mac.update(${text}.getBytes(StandardCharsets.UTF_8));`;
    }),
    ...ENCODERS[encoding],
  ];
}

const MACS: Readonly<Record<DigestAlgorithm, string>> = {
  sha1: 'HmacSHA1',
  sha256: 'HmacSHA256',
  sha384: 'HmacSHA384',
  sha512: 'HmacSHA512',
};

const ENCODERS: Readonly<Record<Scheme['encoding'], readonly string[]>> = {
  hex: [
    'StringBuilder hex = new StringBuilder();',
    'for (byte each : mac.doFinal()) {',
    '    hex.append(String.format("%02x", each));',
    '}',
    'String signature = hex.toString();',
  ],
  base64: ['String signature = Base64.getEncoder().encodeToString(mac.doFinal());'],
  base64url: [
    'String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());',
  ],
};

function publisher(body: Uint8Array): string {
  const call = body.length > 0 ? 'ofByteArray(body)' : 'noBody()';
  return `HttpRequest.BodyPublishers.${call}`;
}

/** An expression for the very bytes of a body. */
export function javaBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return text === undefined
    ? `Base64.getDecoder().decode(${longQuote(bodyBase64(body))})`
    : `${longQuote(text)}.getBytes(StandardCharsets.UTF_8)`;
}

// A class file's constant has at most 65,535 bytes (JVMS 4.4.7), up to six for an escape.
const LONGEST = 10_000;

function longQuote(text: string): string {
  if (text.length <= LONGEST) {
    return quote(text);
  }
  const characters = Array.from(text);
  const pieces = Array.from({ length: Math.ceil(characters.length / LONGEST) }, (_, index) =>
    quote(characters.slice(index * LONGEST, (index + 1) * LONGEST).join('')),
  );
  return `String.join("", ${pieces.join(', ')})`;
}

/** javac reads a file in the platform's encoding, so all but ASCII is escaped. */
function quote(text: string): string {
  return doubleQuoted(text, { named: COMMON_ESCAPES, other: utf16Escape, isAsciiOnly: true });
}
