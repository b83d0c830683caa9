import { fail, ok, type Check } from './check.js';

export interface ProgramFacts {
  readonly version: string;
  /** As Node writes its own: `20.20.2`. */
  readonly nodeVersion: string;
  /** The oldest Node that vk runs on, of `engines` in package.json. */
  readonly oldestNode: string;
  readonly platform: string;
}

/** vk itself and what it runs on. */
export function checkProgram(facts: ProgramFacts): Check[] {
  const { version, nodeVersion, oldestNode, platform } = facts;
  const node = { id: 'node', title: 'Node' };
  return [
    ok({ id: 'vk', title: 'vk' }, `${version} on ${platform}`),
    isOlder(nodeVersion, oldestNode)
      ? fail(
          node,
          `${nodeVersion}, and vk needs ${oldestNode} or newer`,
          'Install a newer Node: https://nodejs.org',
        )
      : ok(node, `${nodeVersion}; ${oldestNode} or newer is needed`),
  ];
}

function isOlder(version: string, than: string): boolean {
  const [mine, theirs] = [version, than].map((text) => text.split('.').map(Number.parseFloat));
  const different = theirs?.findIndex((part, index) => part !== mine?.[index]) ?? -1;
  return different >= 0 && (mine?.[different] ?? 0) < (theirs?.[different] ?? 0);
}
