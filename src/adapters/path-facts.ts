import { statSync } from 'node:fs';
import type { PathFacts, PathPort } from '../app/ports.js';

export const pathFacts: PathPort = { look };

function look(path: string): PathFacts | undefined {
  try {
    const found = statSync(path);
    const kind = found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
    return { kind, mode: found.mode & 0o7777, uid: found.uid };
  } catch {
    return undefined;
  }
}
