/** What ends with the test file that began it; setup.ts sees to that. */
const cleanups: (() => Promise<void> | void)[] = [];

/** Has something done after the last test of the file that is running, the latest first. */
export function afterFile(clean: () => Promise<void> | void): void {
  cleanups.push(clean);
}

export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).toReversed()) {
    await clean();
  }
}
