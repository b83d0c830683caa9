import { join } from 'node:path';
import { idNamer } from '../sandbox/named-ids.js';
import { member, ROOT, run, type SandboxServer } from './vk.js';

/** What a conformance client got for one of its requests. */
export interface Case {
  readonly status: number;
  /** Those that its module shows; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Runs a client of test/clients/conformance against a sandbox: its cases by name, in their order. */
export async function conformance(
  program: string,
  { env }: SandboxServer,
): Promise<ReadonlyMap<string, Case>> {
  const path = join(ROOT, 'test/clients/conformance', program);
  // Without -B, Python would leave its compiled module in the folder.
  const { exitCode, stdout, stderr } = await run('python3', ['-B', path], { env });
  if (exitCode !== 0 || stderr !== '') {
    throw new Error(`${program} ended with ${exitCode}: ${stderr}`);
  }
  const cases = stdout.trimEnd().split('\n').map(readCase);
  const byName = new Map(cases);
  if (byName.size !== cases.length) {
    throw new Error(`${program} has two cases of one name`);
  }
  return byName;
}

/** The same cases with names for ids and `<time>` for times, so that a table can hold their bodies. */
export function settled(cases: ReadonlyMap<string, Case>): ReadonlyMap<string, Case> {
  const named = idNamer();
  return new Map(
    [...cases].map(([name, each]) => [name, { ...each, body: withoutTimes(named(each.body)) }]),
  );
}

function withoutTimes(body: string): string {
  return body.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>');
}

function readCase(line: string): [name: string, found: Case] {
  const value: unknown = JSON.parse(line);
  const headers = member(value, 'headers');
  return [
    String(member(value, 'name')),
    {
      status: Number(member(value, 'status')),
      headers: Object.fromEntries(
        typeof headers === 'object' && headers !== null
          ? Object.entries(headers).map(([name, text]) => [name, String(text)])
          : [],
      ),
      body: String(member(value, 'body')),
    },
  ];
}
