import { EXIT, type ExitCode } from '../../app/errors.js';
import { ERROR_ADVICE, type ErrorAdvice } from '../../app/reference/error-advice.js';
import { VkError } from '../../core/error.js';
import type { Provider } from '../../core/provider.js';
import { findProvider, providers } from '../../providers/registry.js';
import { defineCommand, type Context } from '../command.js';
import { PROVIDER_IDS } from '../flags.js';
import { nearest } from '../nearest.js';
import { paletteFor } from '../render/palette.js';
import { renderError, renderErrorList, type DocumentedError } from '../render/reference.js';

interface ErrorsInput {
  readonly code: string | undefined;
  readonly provider: string | undefined;
  readonly isJson: boolean;
}

const DOCUMENTED: readonly DocumentedError[] = providers.flatMap((provider: Provider) =>
  provider.errors.map((error) => ({ provider, error })),
);

export const errorsCommand = defineCommand<ErrorsInput>({
  arguments: [
    {
      term: '[code]',
      summary: 'one code, in any case: HMAC_INVALID',
      suggestions: DOCUMENTED.map(({ error }) => error.code),
    },
  ],
  options: [
    {
      heading: 'Options:',
      options: [
        { flags: '--provider <id>', summary: 'of this provider only', choices: PROVIDER_IDS },
        { flags: '--json', summary: 'one JSON document' },
      ],
    },
  ],
  examples: ['vk errors', 'vk errors HMAC_INVALID', 'vk errors --provider influencemart --json'],
  read: (words) => ({
    code: words.args[0],
    provider: words.text('provider'),
    isJson: words.has('json'),
  }),
  run,
});

async function run({ code, provider, isJson }: ErrorsInput, context: Context): Promise<ExitCode> {
  const { stdout } = context.terminal;
  const wanted = provider === undefined ? undefined : findProvider(provider);
  const listed = DOCUMENTED.filter((each) => wanted === undefined || each.provider === wanted);
  if (wanted !== undefined && listed.length === 0) {
    throw new VkError(
      'usage',
      `${wanted.name} documents no error code`,
      `Those that do are ${[...new Set(DOCUMENTED.map((each) => each.provider.id))].join(' and ')}.`,
    );
  }
  const shown = code === undefined ? listed : withCode(listed, code, wanted?.name);
  const palette = await paletteFor(stdout);
  if (isJson) {
    stdout.write(`${JSON.stringify({ errors: shown.map(toJson) }, null, 2)}\n`);
  } else if (code === undefined) {
    stdout.write(renderErrorList(shown, palette));
  } else {
    const texts = shown.map((each) => renderError(each, adviceOn(each), palette));
    stdout.write(texts.join('\n'));
  }
  return EXIT.done;
}

function withCode(
  errors: readonly DocumentedError[],
  code: string,
  name: string | undefined,
): readonly DocumentedError[] {
  const found = errors.filter(({ error }) => error.code === code.toUpperCase());
  if (found.length === 0) {
    const codes = errors.map(({ error }) => error.code);
    const meant = nearest(
      code,
      codes.map((each) => each.toLowerCase()),
    )?.toUpperCase();
    throw new VkError(
      'usage',
      `${name === undefined ? 'no provider documents the' : `${name} documents no`} code ${JSON.stringify(code)}`,
      `${meant === undefined ? '' : `Did you mean ${meant}? `}The codes are ${codes.join(', ')}.`,
    );
  }
  return found;
}

function adviceOn({ provider, error }: DocumentedError): ErrorAdvice | undefined {
  return ERROR_ADVICE[provider.id]?.[error.code];
}

function toJson(each: DocumentedError): Readonly<Record<string, unknown>> {
  const { provider, error } = each;
  const { source, ...documented } = error;
  return {
    provider: provider.id,
    ...documented,
    source: provider.sources[source] ?? source,
    causes: adviceOn(each)?.causes ?? [],
    run: adviceOn(each)?.run ?? [],
  };
}
