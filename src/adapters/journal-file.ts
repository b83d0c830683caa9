import { lstatSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NamedJournal } from '../app/ports.js';
import { VkError } from '../core/error.js';
import { openJournal } from './state-file.js';
import { takeLock } from './state-lock.js';

/**
 * A journal that the user has named, for this process alone.
 *
 * @param isNew whether there may be none yet: what is there is not overwritten
 * @throws VkError `state-file`, or `file` where it is not there
 */
export function journalFile(name: string, isNew: boolean): NamedJournal {
  const path = resolve(name);
  const attempt = takeLock(`${path}.lock`);
  if (!('release' in attempt)) {
    const { holder } = attempt;
    throw new VkError(
      'state-file',
      holder === undefined
        ? `${path}.lock is in the way, and no lock of vk's`
        : `process ${holder.pid} is using ${path}`,
      holder === undefined ? 'Move it away, or name another file.' : 'Wait for its end, or end it.',
    );
  }
  try {
    refuseUnfit(path, isNew);
    return {
      ...openJournal(path, attempt.release),
      remove: () => {
        rmSync(path, { force: true });
      },
    };
  } catch (error) {
    attempt.release();
    throw error;
  }
}

function refuseUnfit(path: string, isNew: boolean): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined && !isNew) {
    throw new VkError('file', `cannot read ${path}: it does not exist`, 'Check the path.');
  }
  if (found !== undefined && isNew) {
    throw new VkError(
      'state-file',
      `${path} is there already`,
      'Go on with it by --resume, or name another file.',
    );
  }
  if (found !== undefined && !found.isFile()) {
    throw new VkError('state-file', `${path} is no regular file`, 'Name another file.');
  }
}
