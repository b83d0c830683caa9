/** The man pages, from the same specs and texts as the help. */
import type { CommandSpec, OptionSpec } from '../src/cli/command.js';
import { commands, NOUNS, type CommandEntry } from '../src/cli/commands.js';
import { TOPICS, type Block } from '../src/cli/topics.js';

export interface ManPage {
  /** `vk-profile.1`. */
  readonly file: string;
  /** roff, for the macros of man(7). */
  readonly text: string;
}

/** One page for vk, and one for each first word of a command. */
export async function manPages(): Promise<readonly ManPage[]> {
  const words = [...new Set(commands.map(({ name }) => firstWord(name)))];
  const pages = words.map(async (word) => ({
    file: `vk-${word}.1`,
    text: await commandPage(word),
  }));
  return [{ file: 'vk.1', text: await mainPage(words) }, ...(await Promise.all(pages))];
}

async function mainPage(words: readonly string[]): Promise<string> {
  const groups = [...new Set(commands.map(({ group }) => group))];
  const topics = TOPICS.map(
    async ({ name, load }) =>
      `${section(name === 'exit-codes' ? 'EXIT STATUS' : name.replace('-', ' ').toUpperCase())}${(await load()).map(block).join('')}`,
  );
  return [
    title('vk'),
    nameSection('vk', 'sign, send and debug HMAC-signed HTTP APIs'),
    section('SYNOPSIS'),
    '.B vk\n.I command\n[\\fIwords\\fR]\n.br\n.B vk help\n.I command\n|\n.I topic\n',
    section('DESCRIPTION'),
    paragraph(
      'vk keeps credentials in local profiles, shows every stage of a signature, explains the errors of each provider, and brings a local sandbox of each provider, so that all of it works without an account or a network.',
    ),
    section('COMMANDS'),
    ...groups.map((group) => `.SS ${roff(group.replace(/:$/, ''))}\n${listOf(group)}`),
    section('EXAMPLES'),
    verbatim([
      'vk call GET /wallet/balance --sandbox',
      'vk sign POST /verify/pan pan=ABCDE1234F',
      'vk profile add prod --provider vistarkriya',
    ]),
    ...(await Promise.all(topics)),
    section('SEE ALSO'),
    seeAlso(words.map((word) => `vk-${word}`)),
  ].join('');
}

function listOf(group: string): string {
  const words = new Set(
    commands.filter((entry) => entry.group === group).map((entry) => firstWord(entry.name)),
  );
  return [...words].map((word) => item(bold(`vk ${word}`), summaryOf(word))).join('');
}

async function commandPage(word: string): Promise<string> {
  const own = commands.filter((entry) => firstWord(entry.name) === word);
  const loaded = await Promise.all(own.map(async (entry) => ({ entry, spec: await entry.load() })));
  const [only] = loaded;
  const isNoun = word in NOUNS || only === undefined;
  return [
    title(`vk-${word}`),
    nameSection(`vk-${word}`, summaryOf(word)),
    section('SYNOPSIS'),
    loaded.map(({ entry, spec }) => synopsis(entry, spec)).join('.br\n'),
    section(isNoun ? 'COMMANDS' : 'DESCRIPTION'),
    ...(isNoun
      ? loaded.map(
          ({ entry, spec }) =>
            `.SS ${roff(`vk ${entry.name}`)}\n${described(entry, spec)}${details(spec, subheading)}${examples(spec, subheading)}`,
        )
      : [
          described(only.entry, only.spec),
          details(only.spec, section),
          examples(only.spec, section),
        ]),
    section('EXIT STATUS'),
    paragraph('See vk(1), or vk help exit-codes.'),
    section('SEE ALSO'),
    seeAlso(['vk']),
  ].join('');
}

function described({ summary }: CommandEntry, spec: CommandSpec): string {
  const args = spec.arguments.map(({ term, summary: meaning, choices }) =>
    item(italic(term.replace(/[<>[\]]/g, '')), meaning + oneOf(choices)),
  );
  return paragraph(sentence(summary)) + args.join('');
}

function details(spec: CommandSpec, heading: (text: string) => string): string {
  const groups = spec.options.filter(({ options }) => options.length > 0);
  if (groups.length === 0) {
    return '';
  }
  const isSection = heading === section;
  const parts = groups.map(
    (group) =>
      (isSection
        ? `.SS ${roff(group.heading.replace(/:$/, ''))}\n`
        : subheading(group.heading.replace(/:$/, ''))) + group.options.map(option).join(''),
  );
  return (isSection ? section('OPTIONS') : '') + parts.join('');
}

function option({ flags, summary, choices, default: value }: OptionSpec): string {
  const names = flags
    .replace(/<[^>]*>/, '')
    .trim()
    .split(', ')
    .map(bold)
    .join(', ');
  const placeholder = /<([^>]*)>/.exec(flags)?.[1];
  const tag = placeholder === undefined ? names : `${names} ${italic(placeholder)}`;
  return item(
    tag,
    `${summary}${oneOf(choices)}${value === undefined ? '' : ` (default: ${value})`}`,
  );
}

function oneOf(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : `: ${choices.join(', ')}`;
}

function examples(spec: CommandSpec, heading: (text: string) => string): string {
  return heading(heading === section ? 'EXAMPLES' : 'Examples') + verbatim(spec.examples);
}

function synopsis(entry: CommandEntry, spec: CommandSpec): string {
  const terms = spec.arguments.map(({ term }) => {
    const bare = italic(term.replace(/[<>[\]]/g, ''));
    return term.startsWith('[') ? `[${bare}]` : bare;
  });
  return `${[bold(`vk ${entry.name}`), '[options]', ...terms].join(' ')}\n`;
}

function summaryOf(word: string): string {
  return NOUNS[word] ?? commands.find((entry) => entry.name === word)?.summary ?? '';
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? '';
}

function block(each: Block): string {
  if ('text' in each) {
    return paragraph(each.text);
  }
  if ('lines' in each) {
    return verbatim(each.lines);
  }
  return each.rows.map(([term, meaning]) => item(bold(term), meaning)).join('');
}

function title(page: string): string {
  return `.\\" Generated from the commands' own specs by scripts/man.mjs.\n.TH ${roff(page.toUpperCase())} 1 "" "vk" "vk manual"\n`;
}

function nameSection(page: string, summary: string): string {
  return `${section('NAME')}${roff(page)} \\- ${roff(summary)}\n`;
}

function section(text: string): string {
  return `.SH ${roff(text)}\n`;
}

function subheading(text: string): string {
  return `.PP\n${italic(text)}\n`;
}

function paragraph(text: string): string {
  return `.PP\n${line(text)}\n`;
}

function item(tag: string, text: string): string {
  return `.TP\n${tag}\n${line(text)}\n`;
}

function verbatim(lines: readonly string[]): string {
  return `.PP\n.nf\n.RS 4\n${lines.map(line).join('\n')}\n.RE\n.fi\n`;
}

function seeAlso(pages: readonly string[]): string {
  return `${pages.map((page) => `\\fB${roff(page)}\\fR(1)`).join(', ')}\n`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function bold(text: string): string {
  return `\\fB${roff(text)}\\fR`;
}

function italic(text: string): string {
  return `\\fI${roff(text)}\\fR`;
}

/** A line of text: at its beginning, a dot or a quote would be a request. */
function line(text: string): string {
  return /^[.']/.test(text) ? `\\&${roff(text)}` : roff(text);
}

/** Characters that mean something to roff, or that it would print as others. */
function roff(text: string): string {
  return text.replace(/[\\'^~`-]|[^ -~]/gu, (char) => ESCAPES[char] ?? `\\[u${hex(char)}]`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\e',
  "'": '\\(aq',
  '^': '\\(ha',
  '~': '\\(ti',
  '`': '\\(ga',
  '-': '\\-',
};

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
