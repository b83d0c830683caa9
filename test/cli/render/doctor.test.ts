import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Check, CheckSection } from '../../../src/app/doctor/check.js';
import { doctorJson, renderDoctor } from '../../../src/cli/render/doctor.js';
import { paletteFor, plain } from '../../../src/cli/render/palette.js';

const LONG = 'something was found that takes more than a line of a terminal to say in full';
const CHECKS: readonly Check[] = [
  { id: 'vk', status: 'ok', title: 'vk', detail: '0.1.0' },
  { id: 'clock', status: 'warn', title: 'clock', detail: LONG, remedy: 'Set it.' },
  { id: 'code', status: 'fail', title: 'code header', detail: 'no\u001b[31m', remedy: LONG },
  { id: 'tls', status: 'skipped', title: 'TLS', detail: 'plain http has none' },
];
const SECTIONS: readonly CheckSection[] = [
  { title: 'Program', checks: CHECKS.slice(0, 1) },
  { title: 'Connection', checks: CHECKS.slice(1) },
];

describe('the report', () => {
  it('stands in columns, within 80 characters', () => {
    const text = renderDoctor(SECTIONS, plain);
    expect(text).toBe(`Program
  ok    vk           0.1.0

Connection
  warn  clock        something was found that takes more than a line of a
                     terminal to say in full
                     Set it.
  fail  code header  no\\u001b[31m
                     something was found that takes more than a line of a
                     terminal to say in full
  skip  TLS          plain http has none

1 failure, 1 warning
`);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('says the same in colour', async () => {
    const text = renderDoctor(SECTIONS, await paletteFor({ hasColour: true }));
    const { red, yellow, green, dim } = new Chalk({ level: 1 });
    expect(text).toContain(`  ${green('ok  ')}  vk`);
    expect(text).toContain(`  ${yellow('warn')}  clock`);
    expect(text).toContain(`  ${red('fail')}  code header`);
    expect(text).toContain(`  ${dim('skip')}  TLS          ${dim('plain http has none')}`);
    // eslint-disable-next-line no-control-regex -- colours are control sequences
    expect(text.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderDoctor(SECTIONS, plain));
  });

  it('has nothing to count where all is well', () => {
    expect(renderDoctor(SECTIONS.slice(0, 1), plain)).toMatch(/\n\nAll is well\.\n$/);
  });
});

describe('--json', () => {
  it('has each member in each check', () => {
    expect(doctorJson(CHECKS)).toEqual({
      checks: CHECKS.map((check) => ({ ...check, remedy: check.remedy ?? null })),
      ok: false,
    });
  });

  it('is ok without a failure', () => {
    expect(doctorJson(CHECKS.filter(({ status }) => status !== 'fail'))).toMatchObject({
      ok: true,
    });
  });
});
