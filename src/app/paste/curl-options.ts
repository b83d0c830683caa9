import { VkError, type ErrorCode } from '../../core/error.js';
import {
  addBinaryData,
  addData,
  addEncodedData,
  addJson,
  addQuery,
  addRawData,
} from './curl-data.js';
import { optionFile, optionText, type CurlDraft } from './curl-draft.js';

export interface CurlOption {
  readonly takesValue: boolean;
  /** Undefined where the option bears on nothing that a request is made of. */
  readonly apply?: (draft: CurlDraft, value: Uint8Array, option: string) => void;
}

type ApplyText = (draft: CurlDraft, text: string, option: string) => void;

const FLAGS: Readonly<Record<string, (draft: CurlDraft) => void>> = {
  '-G --get': (draft) => {
    draft.isGet = true;
  },
  '-I --head': (draft) => {
    draft.isHead = true;
  },
  '-g --globoff': (draft) => {
    draft.isGlobOff = true;
  },
  '--path-as-is': (draft) => {
    draft.isPathAsIs = true;
  },
};

const BYTE_OPTIONS: Readonly<Record<string, NonNullable<CurlOption['apply']>>> = {
  '-d --data --data-ascii': addData,
  '--data-raw': addRawData,
  '--data-binary': addBinaryData,
  '--data-urlencode': addEncodedData,
  '--json': addJson,
  '--url-query': addQuery,
  '-u --user': (draft, value, option) => {
    if (!value.includes(0x3a)) {
      throw refusal('usage', `${option} has no password, and curl would ask for one`, GIVE_HEADER);
    }
    draft.user = { value, option };
  },
};

const TEXT_OPTIONS: Readonly<Record<string, ApplyText>> = {
  '-X --request': (draft, text) => {
    draft.method = text;
  },
  '--url': (draft, text) => {
    draft.urls.push(text);
  },
  '-H --header': (draft, text, option) => {
    const lines = text.startsWith('@')
      ? optionText(option, optionFile(draft, option, text.slice(1))).split(/\r?\n/)
      : [text];
    draft.headerLines.push(...lines.filter((line) => line !== ''));
  },
  '-A --user-agent': (draft, text) => {
    draft.userAgent = text;
  },
  '-e --referer': (draft, text) => {
    draft.referer = text.replace(/;auto$/, '');
  },
  '-b --cookie': (draft, text, option) => {
    if (text !== '' && !text.includes('=')) {
      throw refusal('usage', `${option} reads cookies from a file`, 'Write them: -b "name=value".');
    }
    draft.cookies.push(text);
  },
  '--oauth2-bearer': (draft, text) => {
    draft.bearer = text;
  },
  '--request-target': (draft, text) => {
    draft.requestTarget = text;
  },
  '--proto-default': (draft, text) => {
    draft.defaultScheme = text;
  },
  '-T --upload-file': (draft, text, option) => {
    const name = text === '.' ? '-' : text;
    draft.upload = {
      name: name.slice(name.lastIndexOf('/') + 1),
      bytes: optionFile(draft, option, name),
    };
  },
};

/** Options that leave method, URL, headers and body alone. */
const QUIET_FLAGS =
  '-s --silent -S --show-error -v --verbose -i --include --show-headers -O --remote-name -J --remote-header-name --remote-name-all -R --remote-time -N --no-buffer -# --progress-bar --no-progress-meter -f --fail --fail-early --fail-with-body --compressed -0 --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3 --http3-only --http0.9 -4 --ipv4 -6 --ipv6 --basic --raw --styled-output --no-styled-output --create-dirs --remove-on-error --no-clobber --trace-time --trace-ids --tcp-fastopen --tcp-nodelay --no-keepalive --no-sessionid --no-alpn --no-npn -1 --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 --ssl --ssl-reqd --ssl-no-revoke --ssl-revoke-best-effort --cert-status -Z --parallel -q --disable -j --junk-session-cookies --post301 --post302 --post303 --xattr --ignore-content-length --suppress-connect-headers --disallow-username-in-url';
const QUIET_OPTIONS =
  '-o --output --output-dir -w --write-out -D --dump-header -c --cookie-jar --stderr --trace --trace-ascii --trace-config --create-file-mode --max-filesize --limit-rate --rate --keepalive-time --happy-eyeballs-timeout-ms --local-port --interface --dns-interface --dns-ipv4-addr --dns-ipv6-addr --dns-servers --tls-max --ciphers --tls13-ciphers --curves --alt-svc --hsts --libcurl --proto --proto-redir --expect100-timeout --etag-save -y --speed-time -Y --speed-limit --max-redirs --parallel-max';

const NO_REDIRECT = 'vk follows no redirect.';
const NO_PROXY = 'the request is described as the API gets it, without the proxy.';
const OTHER_HOST = 'it leads curl to another machine than the URL names, and vk keeps to the URL.';
const TLS = 'vk uses the certificates of Node.js and always verifies them.';
const NOT_NOW = 'it is left out.';

/** Options that a sentence is due for: flags first, then those with a value. */
const NOTED_FLAGS: Readonly<Record<string, string>> = {
  '-L --location --location-trusted': NO_REDIRECT,
  '-k --insecure': TLS,
  '-p --proxytunnel --proxy-insecure --proxy-basic --proxy-digest --proxy-ntlm --proxy-anyauth --haproxy-protocol':
    NO_PROXY,
  '--retry-all-errors --retry-connrefused': NOT_NOW,
  '--tr-encoding': 'the TE header that it adds is left out.',
};
const NOTED_OPTIONS: Readonly<Record<string, string>> = {
  '-x --proxy --preproxy --proxy1.0 --socks4 --socks4a --socks5 --socks5-hostname --noproxy -U --proxy-user --proxy-header':
    NO_PROXY,
  '--resolve --connect-to --unix-socket --abstract-unix-socket --doh-url': OTHER_HOST,
  '-E --cert --cert-type --key --key-type --pass --cacert --capath --crlfile --pinnedpubkey': TLS,
  '-m --max-time --connect-timeout --retry --retry-delay --retry-max-time': NOT_NOW,
};

const GIVE_HEADER = 'Write the header itself: -H "Name: value".';
const AUTHENTICATES = 'makes headers of its own that the pasted command does not show';
const CHANGES_HEADERS = 'adds headers that depend on the file or the time';

/** Options that change the request in a way that cannot be followed: why, and what to do. */
const REFUSED: readonly (readonly [names: string, why: string, remedy: string])[] = [
  [
    '-F --form --form-string',
    'makes a multipart body with a boundary that is new each time',
    'Paste the request as it was sent, with its body: --http FILE or --har FILE.',
  ],
  ['-K --config', 'takes further options from a file', 'Write those options into the command.'],
  ['-: --next', 'begins a second request', 'Paste one request at a time.'],
  [
    '--aws-sigv4 --digest --ntlm --ntlm-wb --negotiate --anyauth -n --netrc --netrc-optional --netrc-file',
    AUTHENTICATES,
    GIVE_HEADER,
  ],
  ['-r --range -C --continue-at -z --time-cond --etag-compare', CHANGES_HEADERS, GIVE_HEADER],
  [
    '--crlf -a --append',
    'changes what is uploaded',
    'Put the body into a file: --data-binary @FILE.',
  ],
  ['--variable', 'defines a variable of curl', 'Write its value in its place.'],
];

/** Every option that is known, by each of its names. */
export const CURL_OPTIONS: ReadonlyMap<string, CurlOption> = new Map([
  ...entries(FLAGS, (apply) => ({ takesValue: false, apply })),
  ...entries(BYTE_OPTIONS, (apply) => ({ takesValue: true, apply })),
  ...entries(TEXT_OPTIONS, (apply) => ({ takesValue: true, apply: asText(apply) })),
  ...entries({ [QUIET_FLAGS]: undefined }, () => ({ takesValue: false })),
  ...entries({ [QUIET_OPTIONS]: undefined }, () => ({ takesValue: true })),
  ...entries(NOTED_FLAGS, (why) => ({ takesValue: false, apply: noting(why) })),
  ...entries(NOTED_OPTIONS, (why) => ({ takesValue: true, apply: noting(why) })),
  ...REFUSED.flatMap(([names, why, remedy]) =>
    entries({ [names]: undefined }, () => ({ takesValue: false, apply: refusing(why, remedy) })),
  ),
]);

function entries<T>(
  table: Readonly<Record<string, T>>,
  make: (value: T) => CurlOption,
): (readonly [string, CurlOption])[] {
  return Object.entries(table).flatMap(([names, value]) =>
    names.split(' ').map((name) => [name, make(value)] as const),
  );
}

function asText(apply: ApplyText): NonNullable<CurlOption['apply']> {
  return (draft, value, option) => {
    apply(draft, optionText(option, value), option);
  };
}

function noting(why: string): NonNullable<CurlOption['apply']> {
  return (draft, _value, option) => {
    draft.notes.push(`${option} was not carried over: ${why}`);
  };
}

function refusing(why: string, remedy: string): NonNullable<CurlOption['apply']> {
  return (_draft, _value, option) => {
    throw refusal('usage', `${option} ${why}`, remedy);
  };
}

function refusal(code: ErrorCode, message: string, remedy: string): VkError {
  return new VkError(code, `curl's ${message}`, remedy);
}
