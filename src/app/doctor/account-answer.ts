import { authHeaderName, findHeader } from '../../core/headers.js';
import type { AuthHeader, Mode, Provider } from '../../core/provider.js';
import { explainError, type ExplainedError } from '../api-error.js';
import { readMode } from '../live-guard.js';
import type { Settings } from '../settings.js';
import { fail, ok, skipped, warn, type Check, type Subject } from './check.js';
import { checkClock } from './clock.js';
import type { GetAnswer } from './free-get.js';

export const CREDENTIAL: Subject = { id: 'account', title: 'credential' };
const CODE_HEADER: Subject = { id: 'code-header', title: 'code header' };
const ADDRESS: Subject = { id: 'ip-list', title: 'IP list' };
const MODE: Subject = { id: 'mode', title: 'mode' };

/** A GET with one of the names of the code header, where the provider has several. */
export interface Try {
  readonly dialect: string | undefined;
  readonly answer: GetAnswer;
}

/** What the answers tell about the account, and the code header that works where the set one does not. */
export function readTries(
  settings: Settings,
  path: string,
  tries: readonly [Try, ...Try[]],
  nowMs: number,
): { readonly checks: readonly Check[]; readonly dialect?: string } {
  const { provider, mode, profile } = settings;
  const [first, ...others] = tries;
  const better = others.find((each) => !isRefused(each));
  const { answer } = better ?? first;
  const error = explainError(provider, answer.response, nowMs);
  return {
    checks: [
      checkAnswer(provider, path, answer, error),
      ...checkCodeHeader(settings, tries, better),
      ...checkAddress(provider, answer, error),
      checkMode(provider, answer, mode, profile),
      checkClock(provider, answer),
    ],
    ...(better?.dialect !== undefined && { dialect: better.dialect }),
  };
}

/** What a header of the wrong name can lead to. */
export function isRefused(tried: Try | undefined): boolean {
  return [400, 401, 403, 422].includes(tried?.answer.response.status ?? 0);
}

/** The header that goes by several names. */
export function codeHeaderOf({ headers }: Provider): AuthHeader | undefined {
  return headers.auth.find(({ dialects }) => dialects !== undefined);
}

function checkAnswer(
  provider: Provider,
  path: string,
  { response }: GetAnswer,
  error: ExplainedError | undefined,
): Check {
  const { status } = response;
  if (status >= 300 && status < 400) {
    const where = findHeader(response.headers, 'Location') ?? 'nowhere';
    return fail(
      CREDENTIAL,
      `GET ${path} was answered ${status}, which leads to ${where} and is not followed`,
      'Check the base URL: a sign-in page of this network may stand between.',
    );
  }
  if (error === undefined) {
    return ok(CREDENTIAL, `accepted: GET ${path} was answered ${status}`);
  }
  if (isAddressRefused(provider, response.status, error)) {
    return skipped(CREDENTIAL, 'the address was refused before it was looked at');
  }
  const words = [String(status), error.code, error.meaning ?? error.message].flatMap(
    (word) => word ?? [],
  );
  const detail = `GET ${path} was answered ${words.join(' ')}`;
  return fail(CREDENTIAL, detail, error.remedy);
}

function checkCodeHeader(
  settings: Settings,
  [first, ...others]: readonly [Try, ...Try[]],
  better: Try | undefined,
): Check[] {
  const rule = codeHeaderOf(settings.provider);
  if (rule === undefined) {
    return [];
  }
  const name = authHeaderName(rule, first.dialect);
  if (better?.dialect !== undefined) {
    return [
      fail(
        CODE_HEADER,
        `${name} is refused, and ${authHeaderName(rule, better.dialect)} works`,
        settings.profile === undefined
          ? `Say --code-header ${better.dialect}.`
          : `Keep that in the profile: vk profile check ${settings.profile} --remember`,
      ),
    ];
  }
  if (others.length > 0) {
    const names = [first, ...others].map(({ dialect }) => authHeaderName(rule, dialect));
    return [skipped(CODE_HEADER, `${names.join(' and ')} are refused alike`)];
  }
  return first.answer.response.status < 300
    ? [ok(CODE_HEADER, `${name} works`)]
    : [skipped(CODE_HEADER, 'the answer does not tell')];
}

function checkAddress(
  provider: Provider,
  { response }: GetAnswer,
  error: ExplainedError | undefined,
): Check[] {
  const { ipAllowlist } = provider;
  if (ipAllowlist === undefined) {
    return [];
  }
  if (isAddressRefused(provider, response.status, error)) {
    const detail = `this machine's address is not on it: ${response.status} ${error?.code ?? ''}`;
    return [fail(ADDRESS, detail.trimEnd(), error?.remedy ?? ipAllowlist.summary)];
  }
  return response.status < 300
    ? [ok(ADDRESS, "this machine's address is allowed")]
    : [skipped(ADDRESS, 'the answer does not tell')];
}

/** Whether an answer is the one by which the provider refuses an address. */
function isAddressRefused(
  { sandbox }: Provider,
  status: number,
  error: ExplainedError | undefined,
): boolean {
  const refusal = sandbox.refusals['ip-blocked'];
  return refusal !== undefined && refusal.status === status && refusal.code === error?.code;
}

function checkMode(
  provider: Provider,
  { response }: GetAnswer,
  expected: Mode,
  profile: string | undefined,
): Check {
  const report = provider.mode;
  if (report === undefined) {
    return skipped(MODE, `${provider.name} does not report it`);
  }
  const said = readMode(provider, response.headers)?.trim().toLowerCase();
  if (said === expected) {
    return ok(MODE, `${said}, as expected (${report.header})`);
  }
  if (said === undefined) {
    return response.status < 300
      ? warn(MODE, `the answer has no ${report.header}`, 'Without it, vk lets no write through.')
      : skipped(MODE, `the answer has no ${report.header}`);
  }
  const detail = `${expected} is expected, and ${report.header} says ${said}`;
  return said === 'live'
    ? fail(MODE, `${detail}: ${report.meaning.live}`, switchMode(said, profile))
    : warn(MODE, detail, switchMode(said, profile));
}

function switchMode(said: string, profile: string | undefined): string {
  const isKnown = said === 'live' || said === 'sandbox';
  const meant =
    profile === undefined || !isKnown
      ? ''
      : ` If ${said} is meant: vk profile edit ${profile} --mode ${said}`;
  return `Switch the account's mode where the provider shows it.${meant}`;
}
