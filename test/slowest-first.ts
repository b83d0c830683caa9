import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest: begun last, one of them would go on alone when all else has ended. */
const SLOW: readonly string[] = [
  'test/core/diagnose/combinations.test.ts',
  'test/e2e/canary-commands.test.ts',
  'test/e2e/snippet-runs.test.ts',
  'test/e2e/golden.test.ts',
  'test/e2e/replay.test.ts',
  'test/e2e/webhook-verify.test.ts',
  'test/e2e/history.test.ts',
  'test/e2e/wrong-clients.test.ts',
  'test/e2e/output.test.ts',
  'test/e2e/package.test.ts',
  'test/e2e/canary-webhook.test.ts',
  'test/app/paste/curl.test.ts',
  'test/e2e/doctor.test.ts',
  'test/e2e/ci.test.ts',
];

/** Begins with the slow files, and keeps vitest's order for the rest. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is vitest's, of the same name
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = SLOW.findIndex((path) => moduleId.endsWith(path));
  return rank === -1 ? SLOW.length : rank;
}
