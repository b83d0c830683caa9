import type { CallInput, CallOutcome } from '../app/call.js';
import type { Checked } from '../core/expect/check.js';
import type { Context } from './command.js';
import { showAnswer, type ShowFlags } from './show-answer.js';

/** Shows the answer, and after a 401 what is wrong with the signature. */
export async function showDiagnosed(
  outcome: CallOutcome,
  sent: CallInput,
  flags: ShowFlags,
  context: Context,
  checked?: readonly Checked[],
): Promise<void> {
  const { provider } = sent.settings;
  if (outcome.response.status !== 401) {
    await showAnswer(outcome, provider, flags, context, { checked });
    return;
  }
  const { diagnoseCall } = await import('./diagnose-call.js');
  if (flags.isJson) {
    const { document } = await diagnoseCall(outcome, sent, flags, context);
    await showAnswer(outcome, provider, flags, context, { diagnosis: document, checked });
    return;
  }
  // The answer first: whatever happens to the diagnosis, it is not lost.
  await showAnswer(outcome, provider, flags, context);
  const { text } = await diagnoseCall(outcome, sent, flags, context);
  context.terminal.stderr.write(`\n${text}`);
}
