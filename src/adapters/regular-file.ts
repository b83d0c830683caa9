import { lstatSync, type Stats } from 'node:fs';
import { VkError } from '../core/error.js';

/**
 * What is at a path that vk keeps something at; undefined where there is nothing. A pipe would be waited
 * for, and a link could lead elsewhere.
 *
 * @param remedy what to do about anything else that is there
 * @throws VkError `state-file` for a pipe, a link, or a folder
 */
export function findRegular(path: string, remedy = ANOTHER_STATE_DIR): Stats | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    throw new VkError('state-file', `${path} is no regular file`, remedy);
  }
  return found;
}

const ANOTHER_STATE_DIR = 'Move it away, or choose another folder with VK_STATE_DIR.';
