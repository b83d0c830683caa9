import { VkError } from '../../core/error.js';
import { missingFields } from '../../core/headers.js';
import type { Provider } from '../../core/provider.js';
import { CREDENTIAL, codeHeaderOf, isRefused, readTries, type Try } from './account-answer.js';
import { fail, skipped, type Check, type Subject } from './check.js';
import { checkClock } from './clock.js';
import { freePath, sendSigned, sendUnsigned, type GetInput, type GetPorts } from './free-get.js';

export interface AccountReport {
  readonly checks: readonly Check[];
  /** The code header that works, where the one that is set does not. */
  readonly dialect?: string;
  /** Whether no answer came at all. */
  readonly isUnreachable: boolean;
}

/**
 * Asks an account's API by a free GET whether credential, code header, address, mode and clock are right.
 * Nothing but GETs is sent: a second one with the other code header where the first is refused.
 */
export async function checkAccount(input: GetInput, ports: GetPorts): Promise<AccountReport> {
  const { provider, credential } = input.settings;
  const path = freePath(provider);
  const [missing] = missingFields(provider, credential);
  try {
    if (path === undefined || missing !== undefined) {
      const why =
        path === undefined
          ? `${provider.name} documents no free GET to try it with`
          : `there is no ${missing?.label ?? ''} to try it with`;
      return await checkWithoutCredential(input, why, ports);
    }
    const tries = await tryHeaders(input, path, ports);
    return { ...readTries(input.settings, path, tries, ports.nowMs()), isUnreachable: false };
  } catch (error) {
    if (error instanceof VkError) {
      const isUnreachable = error.code === 'network' || error.code === 'timeout';
      return { checks: [fail(CREDENTIAL, error.message, error.remedy)], isUnreachable };
    }
    throw error;
  }
}

/** The time alone: for that, nobody has to know who asks. */
export async function checkWithoutCredential(
  input: Pick<GetInput, 'base' | 'timeoutMs' | 'userAgent'> & {
    readonly settings: { readonly provider: Provider };
  },
  why: string,
  ports: GetPorts,
): Promise<AccountReport> {
  const { base, timeoutMs, userAgent, settings } = input;
  const untried = skipped(CREDENTIAL, why);
  try {
    const answer = await sendUnsigned({ base, timeoutMs, userAgent }, ports);
    return { checks: [untried, checkClock(settings.provider, answer)], isUnreachable: false };
  } catch (error) {
    if (error instanceof VkError) {
      return {
        checks: [untried, fail(ANSWER, error.message, error.remedy)],
        isUnreachable: true,
      };
    }
    throw error;
  }
}

const ANSWER: Subject = { id: 'answer', title: 'answer' };

/** One try, and one more for each other name of the code header until one is not refused. */
async function tryHeaders(
  input: GetInput,
  path: string,
  ports: GetPorts,
): Promise<readonly [Try, ...Try[]]> {
  const { credential, provider } = input.settings;
  const attempt = async (dialect: string | undefined): Promise<Try> => ({
    dialect,
    answer: await sendSigned(
      input,
      dialect === undefined ? credential : { ...credential, dialect },
      path,
      ports,
    ),
  });
  const [set, ...others] = dialectsOf(provider, credential.dialect);
  const tries: [Try, ...Try[]] = [await attempt(set)];
  for (const dialect of others) {
    if (!isRefused(tries[tries.length - 1])) {
      break;
    }
    tries.push(await attempt(dialect));
  }
  return tries;
}

/** The names of the code header: the one that is set or the default, then the others. */
function dialectsOf(provider: Provider, set: string | undefined): string[] {
  const known = Object.keys(codeHeaderOf(provider)?.dialects ?? {});
  const first = set ?? known[0];
  return first === undefined ? [] : [first, ...known.filter((dialect) => dialect !== first)];
}
