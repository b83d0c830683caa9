import { VkError } from '../../core/error.js';
import { optionText, type CurlDraft } from './curl-draft.js';
import { CURL_OPTIONS, type CurlOption } from './curl-options.js';

const NOTHING = new Uint8Array();

/**
 * Reads curl's arguments into a draft.
 *
 * @throws VkError `usage` for an option that is not known, for nobody could tell what it does to the
 *   request; no value of an option is repeated
 */
export function readArguments(words: readonly Uint8Array[], draft: CurlDraft): void {
  const queue = [...words].toReversed();
  let areOptionsOver = false;
  for (let word = queue.pop(); word !== undefined; word = queue.pop()) {
    const isOption = !areOptionsOver && word[0] === DASH && word.length > 1;
    if (!isOption) {
      draft.urls.push(checkedUrl(optionText('URL', word)));
    } else if (word[1] !== DASH) {
      readShortOptions(word, queue, draft);
    } else if (word.length === 2) {
      areOptionsOver = true;
    } else {
      const name = optionText('options', word);
      apply(name, knownOption(name), queue, draft);
    }
  }
}

const DASH = 0x2d;

/** `-sSXPOST`: flags, and at last an option whose value is the rest or the next word. */
function readShortOptions(word: Uint8Array, queue: Uint8Array[], draft: CurlDraft): void {
  for (let index = 1; index < word.length; index += 1) {
    const name = `-${String.fromCharCode(word[index] ?? 0)}`;
    const option = knownOption(name);
    const rest = word.subarray(index + 1);
    if (option.takesValue && rest.length > 0) {
      queue.push(rest);
    }
    apply(name, option, queue, draft);
    if (option.takesValue) {
      return;
    }
  }
}

function apply(name: string, option: CurlOption, queue: Uint8Array[], draft: CurlDraft): void {
  const value = option.takesValue ? queue.pop() : NOTHING;
  if (value === undefined) {
    throw new VkError('usage', `curl's ${name} has no value`, 'Paste the whole command.');
  }
  option.apply?.(draft, value, name);
}

function knownOption(name: string): CurlOption {
  const option = CURL_OPTIONS.get(name);
  if (option !== undefined) {
    return option;
  }
  const [bare = ''] = name.split('=');
  if (bare !== name && CURL_OPTIONS.has(bare)) {
    throw new VkError(
      'usage',
      `curl takes no value after = in ${bare}=…`,
      `Write the value as the next word: ${bare} VALUE.`,
    );
  }
  throw new VkError(
    'usage',
    OPTION_NAME.test(bare) && bare.length <= LONGEST_NAME
      ? `the option ${bare} of curl is not known here`
      : 'an option of the curl command is not known here, or a value in it is not quoted',
    'Spell it in full, or leave it out if it does not change method, URL, headers or body.',
  );
}

/** Words with a number behind them at most, as in --aws-sigv4. What looks otherwise may be a secret. */
const OPTION_NAME = /^(?:-[A-Za-z0-9]|-(?:-[a-z]+\d*)+)$/;
const LONGEST_NAME = 30;

function checkedUrl(word: string): string {
  if (/^[\u2013\u2014\u2212]/.test(word)) {
    throw new VkError(
      'usage',
      'an option of the pasted command begins with a typographic dash',
      'Replace it by - or --.',
    );
  }
  return word;
}
