import type { Checked } from '../core/expect/check.js';
import { parseExpectation, type Expectation } from '../core/expect/expectation.js';
import { annotate } from './annotation.js';
import type { Context } from './command.js';
import { failureText } from './render/expectations.js';
import { paletteFor } from './render/palette.js';
import { visible } from './render/text.js';
import type { Words } from './words.js';

/** All that `--expect` was given. @throws VkError `usage` */
export function readExpectations(words: Words): readonly Expectation[] {
  return (words.list('expect') ?? []).map(parseExpectation);
}

/**
 * Says on standard error which expectations have failed, and tells GitHub where it runs this.
 *
 * @param title what was called, such as `GET /wallet/balance`
 * @param isSilent whether only GitHub is told, as where a JSON document says the rest
 */
export async function tellFailures(
  checked: readonly Checked[],
  title: string,
  { terminal }: Pick<Context, 'terminal'>,
  isSilent = false,
): Promise<void> {
  const palette = await paletteFor(terminal.stderr);
  for (const failed of checked.filter(({ ok }) => !ok)) {
    const text = failureText(failed);
    if (!isSilent) {
      terminal.stderr.write(`${palette.bad('expectation failed:')} ${visible(text)}\n`);
    }
    annotate({ title, message: `expectation failed: ${text}` }, terminal);
  }
}
