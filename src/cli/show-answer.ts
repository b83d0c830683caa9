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
} from './render/call.js';
import { paletteFor } from './render/palette.js';

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
): Promise<void> {
  const { response, error } = outcome;
  const { stdout, stderr } = terminal;
  if (flags.isJson) {
    stdout.write(renderCallJson(provider, outcome));
    return;
  }
  const palette = await paletteFor(stderr);
  if (flags.isHeadIncluded) {
    stdout.write(renderHead(response));
  } else if (!flags.isQuiet) {
    stderr.write(renderStatus(provider, response, palette));
  }
  if (flags.query !== undefined && response.status < 400) {
    stdout.write(await pick(response.body, flags.query, flags.isRaw, deps));
  } else if (stdout.isTerminal && !flags.isRaw) {
    stdout.write(renderBody(response.body, await paletteFor(stdout)));
  } else {
    stdout.write(response.body);
  }
  if (error !== undefined && !flags.isQuiet) {
    stderr.write(renderExplained(error, palette));
  }
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
