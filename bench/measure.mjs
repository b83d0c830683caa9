import { spawnSync } from 'node:child_process';

/** @param {readonly number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * The number after a flag of this process.
 *
 * @param {string} flag
 */
export function numberAfter(flag) {
  const index = process.argv.indexOf(flag);
  return index === -1 ? undefined : Number(process.argv[index + 1]);
}

/**
 * Peak resident memory in MiB, by GNU time; undefined where that is not installed.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function peakMemory(args, env) {
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', process.execPath, ...args], { env });
  const kibibytes = Number(
    String(stderr ?? '')
      .trim()
      .split('\n')
      .at(-1),
  );
  return kibibytes > 0 ? kibibytes / 1024 : undefined;
}

/**
 * Prints a figure beside its limit. With `--check`, one that is over it lets this process fail.
 *
 * @param {string} name
 * @param {number} value
 * @param {'at least' | 'at most'} side
 * @param {number} limit
 * @param {string} unit
 */
export function report(name, value, side, limit, unit) {
  const isOver = side === 'at least' ? value < limit : value > limit;
  if (isOver && process.argv.includes('--check')) {
    process.exitCode = 1;
  }
  const digits = unit === ' MiB' ? 0 : 2;
  const shown = Number.isNaN(value) ? 'not measured' : `${value.toFixed(digits)}${unit}`;
  const mark = isOver ? '  OVER THE LIMIT' : '';
  console.log(`${name.padEnd(36)} ${shown}  (${side} ${limit}${unit})${mark}`);
}

/** @param {number} value */
export function thousands(value) {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
