import { readFileSync } from 'node:fs';
import { kill, pid } from 'node:process';
import { errnoOf } from '../core/error.js';

/** A process that can be told from a later one of the same number, where the system says when it began. */
export interface ProcessId {
  readonly pid: number;
  /** In the system's own units; undefined where it does not say. */
  readonly started: string | undefined;
}

export function thisProcess(): ProcessId {
  return { pid, started: read(pid)?.started };
}

/** Whether it still runs. One that was killed and has not been collected by its parent does not. */
export function isRunning({ pid: number, started }: ProcessId): boolean {
  try {
    kill(number, 0);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') {
      return false;
    }
  }
  const found = read(number);
  const isDead = found?.state === 'Z' || found?.state === 'X';
  const isAnother = started !== undefined && found !== undefined && found.started !== started;
  return !isDead && !isAnother;
}

interface ProcessState {
  readonly state: string;
  readonly started: string;
}

/** From proc(5), which Linux has: the third field and the 22nd; the second may hold spaces. */
function read(number: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${number}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
