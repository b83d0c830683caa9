import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkProgram } from '../../../src/app/doctor/program.js';
import { OLDEST_NODE } from '../../../src/cli/version.js';

it.each([
  ['20.18.1', 'ok'],
  ['20.19.0', 'ok'],
  ['22.0.0', 'ok'],
  ['100.0.0', 'ok'],
  ['20.18.0', 'fail'],
  ['20.9.9', 'fail'],
  ['18.20.8', 'fail'],
  ['21.0.0-nightly2023', 'ok'],
])('Node %s: %s', (nodeVersion, status) => {
  const facts = { version: '1.2.3', nodeVersion, oldestNode: '20.18.1', platform: 'linux' };
  const [vk, node] = checkProgram(facts);
  expect(vk).toMatchObject({ status: 'ok', detail: '1.2.3 on linux' });
  expect(node).toMatchObject({ status });
});

it('the oldest Node is that of package.json', () => {
  const path = new URL('../../../package.json', import.meta.url);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    engines: { node: `>=${OLDEST_NODE}` },
  });
});
