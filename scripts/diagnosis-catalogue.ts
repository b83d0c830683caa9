import { hmac } from '../src/core/hmac.js';
import { utf8 } from '../src/core/bytes.js';
import { algorithmVariants } from '../src/core/diagnose/axes/algorithm.js';
import { bodyVariants } from '../src/core/diagnose/axes/body.js';
import { emailVariants } from '../src/core/diagnose/axes/email.js';
import { encodingVariants } from '../src/core/diagnose/axes/encoding.js';
import { layoutVariants } from '../src/core/diagnose/axes/layout.js';
import { methodVariants } from '../src/core/diagnose/axes/method.js';
import { secretVariants } from '../src/core/diagnose/axes/secret.js';
import { targetVariants } from '../src/core/diagnose/axes/target.js';
import { timestampVariants } from '../src/core/diagnose/axes/timestamp.js';
import { hmacConstruction } from '../src/core/diagnose/construction.js';
import { describeLayout, layoutOf } from '../src/core/diagnose/layout.js';
import type { AxisId, Remedy, Subject, Variant } from '../src/core/diagnose/variant.js';
import { excerpts, sampleSubjects, type Samples } from './diagnosis-samples.js';
import { INTRODUCTION } from './diagnosis-introduction.js';

/** A record of the catalogue, as the page shows it. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly weight: 1 | 2;
  readonly remedy: Remedy;
  /** The code that does it by itself. */
  readonly call?: string;
  /** What is documented, and what was signed instead. */
  readonly example: readonly [documented: string, signed: string];
}

export interface Section {
  readonly axis: AxisId;
  readonly about: string;
  readonly entries: readonly Entry[];
}

/** `docs/diagnosis.md`: the records of every axis, with an introduction. */
export function diagnosisPage(): string {
  return `${INTRODUCTION}\n${catalogue().map(renderSection).join('\n')}`;
}

/** All records, each with an example. */
export function catalogue(): Section[] {
  const samples = sampleSubjects();
  return [
    ofBytes('secret', 'The key of the HMAC.', secretVariants, samples, ({ secret }) =>
      secret.reveal(),
    ),
    ofBytes('timestamp', 'What was signed as the time.', timestampVariants, samples),
    ofBytes('method', 'What was signed as the method.', methodVariants, samples),
    ofBytes('target', 'What was signed as path and query.', targetVariants, samples),
    ofBytes('body', 'What was signed as the body.', bodyVariants, samples),
    ofBytes('email', 'What was signed as the email.', emailVariants, samples),
    {
      axis: 'layout',
      about: 'How the parts were put together.',
      entries: layoutVariants.map((variant) =>
        entry(variant, samples.layout, ({ scheme }, layout) => [
          describeLayout(layoutOf(scheme)),
          describeLayout(layout),
        ]),
      ),
    },
    {
      axis: 'algorithm',
      about: 'How the digest was computed.',
      entries: algorithmVariants.map((variant) =>
        entry(variant, samples.algorithm, ({ scheme }, { name }) => [
          hmacConstruction(scheme.algorithm).name,
          name,
        ]),
      ),
    },
    encodings(samples),
  ];
}

type BytesAxis = keyof Omit<Samples, 'layout' | 'algorithm'>;

function ofBytes(
  axis: BytesAxis,
  about: string,
  variants: readonly Variant<Uint8Array>[],
  samples: Samples,
  documented = ({ parts }: Subject) =>
    (axis === 'secret' ? undefined : parts[axis]) ?? new Uint8Array(),
): Section {
  const entries = variants.map((variant) =>
    entry(variant, samples[axis], (subject, value) => excerpts(documented(subject), value)),
  );
  return { axis, about, entries };
}

/** With the first sample on which the variant differs from what is documented. */
function entry<Value>(
  { id, title, weight, language, remedy, make }: Variant<Value>,
  subjects: readonly Subject[],
  show: (subject: Subject, value: Value) => readonly [string, string],
): Entry {
  for (const subject of subjects) {
    for (const { value, detail } of make(subject)) {
      const [documented, signed] = show(subject, value);
      if (documented !== signed) {
        const call = language === undefined ? undefined : detail;
        const example = [documented, signed] as const;
        return { id, title, weight, remedy, ...(call !== undefined && { call }), example };
      }
    }
  }
  throw new Error(`no sample shows ${id}`);
}

function encodings({ algorithm: [subject] }: Samples): Section {
  const digest = digestWithZero(subject);
  const hex = Buffer.from(digest).toString('hex');
  const base64 = Buffer.from(digest).toString('base64');
  const entries = encodingVariants.map(({ id, title, weight, remedy, encode }) => {
    // Hex is documented by all of the providers; where it is the mistake, base64 stands for it.
    const example = excerpts(utf8(id === 'hex' ? base64 : hex), utf8(encode(digest)));
    return { id, title, weight, remedy, example };
  });
  return { axis: 'encoding', about: 'How the digest became the text of the header.', entries };
}

/** A digest that begins with a zero, which some clients lose. */
function digestWithZero({ secret }: Subject): Uint8Array {
  let digest = hmac('sha256', secret, utf8(''));
  for (let time = 1739612345; (digest[0] ?? 0) >= 0x10; time += 1) {
    digest = hmac('sha256', secret, utf8(String(time)));
  }
  return digest;
}

function renderSection({ axis, about, entries }: Section): string {
  return `### ${axis}\n\n${about}\n\n${groups(entries).map(renderGroup).join('\n')}`;
}

/** Records that follow each other and have the same remedy. */
function groups(entries: readonly Entry[]): [Entry, ...Entry[]][] {
  const all: [Entry, ...Entry[]][] = [];
  for (const each of entries) {
    const last = all.at(-1);
    if (last !== undefined && JSON.stringify(last[0].remedy) === JSON.stringify(each.remedy)) {
      last.push(each);
    } else {
      all.push([each]);
    }
  }
  return all;
}

function renderGroup(entries: readonly [Entry, ...Entry[]]): string {
  const [{ remedy }] = entries;
  const { any, ...languages } = remedy;
  const isOne = entries.length === 1;
  // Of one record, the remedy belongs to its item; of several, to all that stand above it.
  const indent = isOne ? '  ' : '';
  const width = Math.max(0, ...Object.keys(languages).map((name) => name.length));
  const lines = Object.entries(languages).map(
    ([name, line]) => `${indent}${name.padEnd(width)}  ${line}\n`,
  );
  const fence = `${indent}\`\`\``;
  return [
    ...entries.map(renderEntry),
    `\n${indent}${isOne ? 'Remedy' : 'Remedy for these'}: ${any}\n`,
    ...(lines.length === 0 ? [] : [`\n${fence}text\n${lines.join('')}${fence}\n`]),
  ].join('');
}

function renderEntry({ id, title, weight, call, example }: Entry): string {
  const [documented, signed] = example;
  const often = weight === 1 ? 'common' : 'rare';
  const by = call === undefined ? '' : `: ${code(call)}`;
  return `- **${id}** (${often}): ${escaped(title)}${by}\\\n  ${code(documented)} → ${code(signed)}\n`;
}

/** Outside of code, Markdown gives these a meaning. */
function escaped(text: string): string {
  return text.replace(/[<>&*_[\]\\]/g, (char) => `\\${char}`);
}

/** In as many backticks as the text needs (CommonMark §6.1). */
function code(text: string): string {
  if (text === '') {
    return '(nothing)';
  }
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
