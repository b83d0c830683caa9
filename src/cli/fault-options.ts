import { VkError } from '../core/error.js';
import { FAULT_KINDS, parseFaults, parseOffset, type Fault } from '../sandbox/faults.js';
import type { OptionGroup } from './command.js';
import type { Words } from './words.js';

/** How `vk sandbox` behaves on a bad day. */
export const FAULT_OPTIONS: OptionGroup = {
  heading: 'Faults on demand:',
  options: [
    {
      flags: '--fault <faults...>',
      summary: `joined by commas: ${FAULT_KINDS.map(({ forms: [first] }) => first).join(', ')}`,
    },
    { flags: '--fault-seed <number>', summary: 'other faults with each number', default: '1' },
    {
      flags: '--clock-skew <seconds>',
      summary: "set the sandbox's clock ahead; -400 sets it back",
    },
  ],
};

export interface FaultSettings {
  readonly faults: readonly Fault[];
  readonly faultSeed: number;
}

/** @throws VkError `usage` */
export function readFaults(words: Words): FaultSettings {
  const skew = words.text('clock-skew');
  const texts = words.list('fault') ?? [];
  return {
    faults: parseFaults(skew === undefined ? texts : [...texts, `clock-skew=${checkSkew(skew)}`]),
    faultSeed: parseSeed(words.text('fault-seed') ?? '1'),
  };
}

function checkSkew(text: string): string {
  if (parseOffset(text) === undefined) {
    throw new VkError(
      'usage',
      `--clock-skew ${JSON.stringify(text)} is no time by which a clock can be off`,
      'Write seconds, such as 400, or -400 for a clock that is behind.',
    );
  }
  return text;
}

function parseSeed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new VkError(
      'usage',
      `--fault-seed ${JSON.stringify(text)} is no seed`,
      'Write a whole number from 0.',
    );
  }
  return Number(text);
}
