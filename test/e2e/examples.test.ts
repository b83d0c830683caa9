import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bash, isInstalled, newFolder, ROOT, run } from './vk.js';

/** The examples of docs/sandbox.md, as a project of somebody else would run them. */

const EXAMPLES = join(ROOT, 'docs/examples');
const page = readFileSync(join(ROOT, 'docs/sandbox.md'), 'utf8');

describe.concurrent('docs/sandbox.md', () => {
  it.each(['wallet.test.ts', 'smoke.sh'])('shows %s as it is', (name) => {
    expect(page).toContain(`\n${readFileSync(join(EXAMPLES, name), 'utf8')}\`\`\`\n`);
  });

  it('wallet.test.ts passes in a project that has vk-cli and vitest', async () => {
    const project = newFolder();
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(ROOT, join(project, 'node_modules/vk-cli'));
    symlinkSync(join(ROOT, 'node_modules/vitest'), join(project, 'node_modules/vitest'));
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    copyFileSync(join(EXAMPLES, 'wallet.test.ts'), join(project, 'wallet.test.ts'));
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const words = ['run', '--root', project, '--reporter', 'json'];
    const { exitCode, stdout } = await run(process.execPath, [vitest, ...words], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
    expect(exitCode).toBe(0);
  });

  const hasBash = isInstalled('bash', '--version');

  it('smoke.sh prints the balance, and ends its sandbox (needs bash)', async ({ skip }) => {
    if (!(await hasBash)) {
      skip();
    }
    const script = readFileSync(join(EXAMPLES, 'smoke.sh'), 'utf8');
    const { exitCode, stdout, stderr } = await bash(`${script}\necho "$sandbox" >&2`);
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^\d+\n$/)]);
    expect(stdout).toMatch(/^\{"success":true,"data":\{"balance":15420\.50,/);
    expect(() => process.kill(Number(stderr), 0)).toThrow('ESRCH');
  });
});
