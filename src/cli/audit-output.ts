import type { FailedLine } from '../core/audit/task.js';
import type { Context } from './command.js';
import { paletteFor } from './render/palette.js';
import { auditDocument, renderAudit, type AuditReport } from './render/webhook-audit.js';

/** Where an audit says what it has found. */
export interface AuditOutput {
  /** Takes failures as they come; false where nobody reads on. */
  readonly fail: (failed: readonly FailedLine[]) => Promise<boolean>;
  readonly end: (report: AuditReport) => void;
}

/**
 * Failing lines are printed when they are found, because there may be more than the memory holds: as
 * lines of JSON, or as the first member of the one document.
 */
export async function openAuditOutput(
  { namesFailed, isJson }: { readonly namesFailed: boolean; readonly isJson: boolean },
  { terminal }: Context,
): Promise<AuditOutput> {
  const { stdout, stderr } = terminal;
  const reportTo = namesFailed && !isJson ? stderr : stdout;
  const palette = await paletteFor(reportTo);
  let hasBegun = false;

  async function print(failed: readonly FailedLine[]): Promise<boolean> {
    if (isJson) {
      const lines = failed.map((each) => `\n    ${JSON.stringify(each)}`).join(',');
      stdout.write(hasBegun ? `,${lines}` : `{\n  "failedLines": [${lines}`);
      hasBegun = true;
    } else {
      stdout.write(failed.map((each) => `${JSON.stringify(each)}\n`).join(''));
    }
    return await stdout.drained();
  }

  return {
    fail: async (failed) => (namesFailed ? await print(failed) : true),
    end: (report) => {
      if (!isJson) {
        reportTo.write(renderAudit(report, palette));
        return;
      }
      const whole = namesFailed && !hasBegun ? { failedLines: [] } : {};
      const text = JSON.stringify({ ...whole, ...auditDocument(report) }, null, 2);
      stdout.write(hasBegun ? `\n  ],${text.slice(1)}\n` : `${text}\n`);
    },
  };
}
