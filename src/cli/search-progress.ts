import type { DiagnosePorts } from '../app/diagnose.js';
import { describeStage } from '../core/diagnose/stages.js';
import type { Context } from './command.js';
import { interruptible } from './interruptible.js';
import { openProgressLine } from './progress-line.js';
import { count } from './render/text.js';

/**
 * Runs a search that shows where it is to a person who waits, lets Ctrl-C end it early, and shares
 * the process with both.
 */
export async function withProgress<T>(
  isQuiet: boolean,
  context: Context,
  search: (ports: Omit<DiagnosePorts, 'nowMs'>) => Promise<T>,
): Promise<T> {
  const line = openProgressLine(context.terminal.isInteractive && !isQuiet, context);
  const onProgress: DiagnosePorts['onProgress'] = ({ candidates, stage }) => {
    line.show(() => `${count(candidates, 'candidate')}, now ${describeStage(stage)}`);
  };
  return await interruptible(context, async (interruption) => {
    try {
      return await search({ ...interruption, onProgress });
    } finally {
      await line.stop();
    }
  });
}
