import { EXIT, type ExitCode } from '../app/errors.js';
import { VkError } from '../core/error.js';
import type { Context } from './command.js';
import { commands, NOUNS, type CommandEntry } from './commands.js';
import { nearest } from './nearest.js';
import { wrap } from './render/text.js';
import { TOPICS, type Block } from './topics.js';

/**
 * Shows the help of vk itself or on a topic, and says what a misspelt command is near to. Undefined where
 * a command or a noun is meant, which commander describes: it takes milliseconds to load.
 *
 * @throws VkError `usage` for what is no command
 */
export async function runHelp({ terminal }: Context): Promise<ExitCode | undefined> {
  const { argv, stdout, stderr } = terminal;
  const [first] = argv;
  if (first === undefined) {
    stderr.write(rootHelp());
    return EXIT.usage;
  }
  const isHelp = first === 'help';
  const [word = '--help', verb] = isHelp ? argv.slice(1) : argv;
  if (word === '--help' || word === '-h' || (isHelp && word === 'help')) {
    stdout.write(rootHelp());
    return EXIT.done;
  }
  const topic = isHelp ? TOPICS.find(({ name }) => name === word) : undefined;
  if (topic !== undefined) {
    stdout.write(topicHelp(topic.summary, await topic.load()));
    return EXIT.done;
  }
  checkWords(word, verb, isHelp);
  return undefined;
}

function checkWords(word: string, verb: string | undefined, isHelp: boolean): void {
  if (word.startsWith('-') || commands.some(({ name }) => name === word)) {
    return;
  }
  if (!(word in NOUNS)) {
    const known = [...commands.map((entry) => listed(entry)[0]), ...TOPICS.map(({ name }) => name)];
    throw unknown(isHelp ? 'command or topic' : 'command', word, known, 'vk --help', isHelp);
  }
  const verbs = commands
    .filter(({ name }) => name.startsWith(`${word} `))
    .map(({ name }) => name.slice(word.length + 1));
  if (verb !== undefined && !verb.startsWith('-') && !verbs.includes(verb)) {
    throw unknown('command', verb, verbs, `vk ${word} --help`, false);
  }
}

function unknown(
  what: string,
  word: string,
  known: readonly string[],
  help: string,
  mayBeTopic: boolean,
): VkError {
  const near = nearest(word, known);
  const isTopic = !mayBeTopic && TOPICS.some(({ name }) => name === near);
  const meant = isTopic ? `vk help ${near ?? ''}` : near;
  return new VkError(
    'usage',
    `unknown ${what} '${word}'`,
    meant === undefined ? `See ${help}.` : `Did you mean ${meant}?`,
  );
}

/** `vk --help`: all commands on one screen. commander is not needed for it, and takes milliseconds. */
function rootHelp(): string {
  const groups = new Map<string, (readonly [name: string, summary: string])[]>();
  for (const entry of commands) {
    const [name, summary] = listed(entry);
    const rows = groups.get(entry.group) ?? [];
    if (!rows.some(([known]) => known === name)) {
      rows.push([name, summary]);
    }
    groups.set(entry.group, rows);
  }
  const width = Math.max(...[...groups.values()].flat().map(([name]) => name.length));
  const sections = [...groups].map(
    ([heading, rows]) =>
      `${heading}\n${rows.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}\n`).join('')}`,
  );
  return `${HEAD}\n${sections.join('')}\n${EXAMPLES}\n${topicLine()}\n`;
}

function listed({ name, summary }: CommandEntry): readonly [name: string, summary: string] {
  const [noun = ''] = name.split(' ');
  return noun === name ? [name, summary] : [noun, NOUNS[noun] ?? ''];
}

const HEAD = `Usage: vk COMMAND [...]       Sign, send and debug HMAC-signed HTTP APIs.
`;

const EXAMPLES = `Examples:
  vk call GET /wallet/balance --sandbox      try it: no account, no network
  vk sign POST /verify/pan pan=ABCDE1234F    the headers for a request
  vk profile add prod --provider vistarkriya
`;

function topicLine(): string {
  const names = TOPICS.map(({ name }) => name).join(', ');
  return `More: vk COMMAND --help, vk --version, and vk help TOPIC:\n  ${names}`;
}

/** `vk help TOPIC`: lines of at most 80 characters. */
function topicHelp(summary: string, blocks: readonly Block[]): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}\n\n${blocks.map(layOut).join('\n')}`;
}

function layOut(block: Block): string {
  if ('text' in block) {
    return `${wrap(block.text, WIDTH, '')}\n`;
  }
  if ('lines' in block) {
    return block.lines.map((line) => `  ${line}\n`).join('');
  }
  const widest = Math.max(...block.rows.map(([name]) => name.length));
  // Names that are long have a line of their own, so that their meaning has room.
  const column = Math.min(widest, MOST_NAME) + 4;
  return block.rows.map(([name, meaning]) => row(name, meaning, column)).join('');
}

const WIDTH = 80;
const MOST_NAME = 28;

function row(name: string, meaning: string, column: number): string {
  const text = wrap(meaning, WIDTH, ' '.repeat(column));
  return name.length + 4 > column
    ? `  ${name}\n${text}\n`
    : `  ${name.padEnd(column - 2)}${text.slice(column)}\n`;
}
