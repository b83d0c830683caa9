import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScriptPort } from '../app/ports.js';
import { onFile, readFileIfPresent, replaceFile } from './files.js';

/** Scripts as files. */
export const scriptFiles: ScriptPort = {
  read: (path) => {
    const bytes = readFileIfPresent(path);
    return bytes && Buffer.from(bytes).toString('utf8');
  },
  write: (path, text) => {
    onFile('write', path, () => {
      mkdirSync(dirname(path), { recursive: true });
      // A script holds no secret: the umask says who may read it.
      replaceFile(path, Buffer.from(text), 0o666);
    });
  },
  remove: (path) => {
    onFile('write', path, () => {
      rmSync(path);
    });
  },
};
