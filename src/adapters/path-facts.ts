import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import type { PathFacts, PathPort } from '../app/ports.js';

export const pathFacts: PathPort = { look, isSame };

function look(path: string): PathFacts | undefined {
  const found = stat(path);
  return found && { kind: kindOf(found), mode: found.mode & 0o7777, uid: found.uid };
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function kindOf(found: Stats): PathFacts['kind'] {
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [stat(one), stat(other)];
  return first === undefined || second === undefined
    ? first === second && resolve(one) === resolve(other)
    : first.isFile() && first.dev === second.dev && first.ino === second.ino;
}
