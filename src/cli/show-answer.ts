import type { CallOutcome } from '../app/call.js';
import { decodeUtf8 } from '../core/bytes.js';
import type { Provider } from '../core/provider.js';
import type { Context } from './command.js';
import {
  renderBody,
  renderCallJson,
  renderExplained,
  renderHead,
  renderStatus,
  type Findings,
} from './render/call.js';
import { renderNote } from './render/error.js';
import { paletteFor, plain } from './render/palette.js';
import { visible } from './render/text.js';

/** How much of an answer is shown, and in which form. */
export interface ShowFlags {
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  readonly isHeadIncluded: boolean;
  readonly isQuiet: boolean;
  /** JMESPath. */
  readonly query: string | undefined;
  readonly isRaw: boolean;
}

/** Puts the body on standard output, and what there is to say about it on standard error. */
export async function showAnswer(
  outcome: CallOutcome,
  provider: Provider,
  flags: ShowFlags,
  { terminal, deps }: Context,
  findings: Findings = {},
): Promise<void> {
  const { response, error } = outcome;
  const { stdout, stderr } = terminal;
  // What comes from outside may not steer a terminal; a pipe gets it as it is.
  const shown = stdout.isTerminal ? visible : (text: string): string => text;
  if (flags.isJson) {
    stdout.write(shown(renderCallJson(provider, outcome, findings)));
    return;
  }
  const palette = await paletteFor(stderr);
  if (flags.isHeadIncluded) {
    stdout.write(shown(renderHead(response)));
  } else if (!flags.isQuiet) {
    stderr.write(renderStatus(provider, response, palette));
  }
  if (flags.query !== undefined && response.status < 400) {
    try {
      stdout.write(shown(await pick(response.body, flags.query, flags.isRaw, deps)));
    } catch (fault) {
      // What cannot be picked from is shown whole rather than lost.
      stdout.write(shown(decodeUtf8(response.body) ?? ''));
      throw fault;
    }
  } else if (stdout.isTerminal) {
    stdout.write(renderBody(response.body, flags.isRaw ? plain : await paletteFor(stdout)));
  } else {
    stdout.write(response.body);
  }
  if (isRedirect(response.status) && !flags.isQuiet) {
    stderr.write(renderNote('the redirect was not followed', palette));
  }
  if (error !== undefined && !flags.isQuiet) {
    stderr.write(renderExplained(error, palette));
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

async function pick(
  body: Uint8Array,
  expression: string,
  isRaw: boolean,
  deps: Context['deps'],
): Promise<string> {
  const query = await deps.query();
  const found = query.select(decodeUtf8(body) ?? '', expression);
  const text: unknown = isRaw && found.startsWith('"') ? JSON.parse(found) : found;
  return `${String(text)}\n`;
}
