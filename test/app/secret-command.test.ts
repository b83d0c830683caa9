import { expect, it } from 'vitest';
import { parseSecretCommand } from '../../src/app/secret-command.js';
import { refusal } from './refusal.js';

it.each<[text: string, argv: readonly string[]]>([
  ['pass show api', ['pass', 'show', 'api']],
  ['  op   read op://Private/api/secret ', ['op', 'read', 'op://Private/api/secret']],
  [`vault kv get -field='a b' "secret/x y"`, ['vault', 'kv', 'get', '-field=a b', 'secret/x y']],
  ['/opt/my\\ tools/get ""', ['/opt/my tools/get', '']],
  [`echo '$HOME | ; & > *'`, ['echo', '$HOME | ; & > *']],
  ['get --é ₹', ['get', '--é', '₹']],
])('%s', (text, argv) => {
  expect(parseSecretCommand(text)).toEqual({ store: 'command', argv });
});

const NO_SHELL = 'It is run without a shell';

it.each<[text: string, what: string, remedy: string]>([
  ['op read $ITEM', 'the variable $ITEM', NO_SHELL],
  ['op read "${ITEM}"', 'the variable', NO_SHELL],
  ['op read $(cat item)', 'a command substitution', NO_SHELL],
  ['op read `cat item`', 'backtick', NO_SHELL],
  ['op read x | head -1', 'a pipe', NO_SHELL],
  ['op read x > y', 'a redirection', NO_SHELL],
  ['op read x; rm y', 'a semicolon', NO_SHELL],
  ['op read x && y', 'an unquoted &', NO_SHELL],
  ['op read x\nrm y', 'a line break', NO_SHELL],
  ['cat ~/secret', 'a home directory', NO_SHELL],
  ['cat {a,b}', 'braces', NO_SHELL],
  ['cat "x', 'without its closing one', NO_SHELL],
  ['TOKEN=x op read y', 'sets a variable', NO_SHELL],
  ['op "a\0b"', 'NUL', NO_SHELL],
  ['', 'names no program', 'op read'],
  ['   ', 'names no program', 'op read'],
  ['"" x', 'names no program', 'op read'],
])('%j is refused', (text, what, remedy) => {
  expect(() => parseSecretCommand(text)).toThrow(refusal('usage', what, remedy));
  expect(() => parseSecretCommand(text)).not.toThrow(/pasted|curl/i);
});
