import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScriptPort } from '../app/ports.js';
import { fileError, readFileIfPresent } from './files.js';

/** Scripts as files. */
export const scriptFiles: ScriptPort = {
  read: (path) => {
    const bytes = readFileIfPresent(path);
    return bytes && Buffer.from(bytes).toString('utf8');
  },
  write: (path, text) => {
    const temporary = `${path}.${globalThis.crypto.randomUUID()}.tmp`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(temporary, text);
      renameSync(temporary, path);
    } catch (error) {
      throw fileError('write', path, error);
    }
  },
  remove: (path) => {
    try {
      rmSync(path);
    } catch (error) {
      throw fileError('write', path, error);
    }
  },
};
