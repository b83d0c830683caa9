import { isConfirmedByVariable, openCallGuard, type CallRun } from '../app/call-guard.js';
import type { CallPorts } from '../app/call.js';
import type { Guard } from '../app/live-guard.js';
import type { Context } from './command.js';

/**
 * The live guard of a run. The environment may confirm it, as `--yes` does, and so may a person.
 *
 * @param mayAsk whether there is a person to ask
 */
export function openGuard(
  run: CallRun,
  ports: CallPorts,
  { terminal, deps }: Context,
  mayAsk = terminal.isInteractive,
): Guard {
  return openCallGuard(
    { ...run, yes: run.yes || isConfirmedByVariable(terminal.env) },
    {
      ...ports,
      confirm: mayAsk ? async (question) => (await deps.prompts()).confirm(question) : undefined,
    },
  );
}
