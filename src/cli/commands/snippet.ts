import { EXIT, type ExitCode } from '../../app/errors.js';
import { resolvePublicSettings, type PublicSettings } from '../../app/public-settings.js';
import { missingOptions } from '../../app/request.js';
import type { SettingFlags } from '../../app/value-sources.js';
import { utf8 } from '../../core/bytes.js';
import type { Redaction } from '../../core/redact.js';
import { defineCommand, type Context, type OptionGroup } from '../command.js';
import {
  CREDENTIAL_OPTIONS,
  JSON_OPTION,
  PASTE_OPTIONS,
  readCredentialFlags,
  readRequest,
  REQUEST_ARGUMENTS,
  REQUEST_OPTIONS,
} from '../flags.js';
import { fetchSecret, readRequestAsGiven } from '../prepare.js';
import { renderNote } from '../render/error.js';
import { paletteFor, type Palette } from '../render/palette.js';
import type { RawRequest } from '../request-words.js';
import { findLanguage, LANGUAGES, renderSnippet, type Language } from '../snippet/languages.js';
import { planSnippet } from '../snippet/plan-snippet.js';
import type { SnippetRequest } from '../snippet/snippet-request.js';
import { neededVariables } from '../snippet/template.js';

interface SnippetInput {
  /** Absent where the languages are to be listed. */
  readonly wanted: { readonly language: Language; readonly request: RawRequest } | undefined;
  readonly flags: SettingFlags;
  readonly isJson: boolean;
}

export const snippetCommand = defineCommand<SnippetInput>({
  arguments: [
    {
      term: '[lang]',
      summary: 'the language; without it, all are listed',
      choices: LANGUAGES.map(({ id }) => id),
    },
    ...REQUEST_ARGUMENTS,
  ],
  options: [
    // It signs when it runs, at that time, and reads code and email from its environment.
    without(REQUEST_OPTIONS, '--timestamp', '--override-headers'),
    PASTE_OPTIONS,
    without(CREDENTIAL_OPTIONS, '--code <', '--email'),
    JSON_OPTION,
  ],
  examples: [
    'vk snippet',
    'vk snippet python GET /wallet/balance',
    'vk snippet php POST /verify/pan pan=ABCDE1234F > request.php',
    'vk snippet go POST /member -d @body.json --provider kamiokash',
  ],
  read: (words) => {
    const [id] = words.args;
    return {
      wanted:
        id === undefined
          ? undefined
          : { language: findLanguage(id), request: readRequest(words.withoutFirst()) },
      flags: readCredentialFlags(words),
      isJson: words.has('json'),
    };
  },
  run,
});

function without({ heading, options }: OptionGroup, ...starts: readonly string[]): OptionGroup {
  const isLeft = ({ flags }: OptionGroup['options'][number]): boolean =>
    !starts.some((start) => flags.startsWith(start));
  return { heading, options: options.filter(isLeft) };
}

async function run({ wanted, flags, isJson }: SnippetInput, context: Context): Promise<ExitCode> {
  const { stdout, stderr } = context.terminal;
  if (wanted === undefined) {
    stdout.write(isJson ? listJson() : renderList(await paletteFor(stdout)));
    return EXIT.done;
  }
  const { language } = wanted;
  const settings = readPublicSettings(flags, context);
  const request = await readRequestAsGiven(
    wanted.request,
    settings,
    context,
    flags.sandbox !== true,
  );
  const missing = missingOptions(settings.provider, settings.basePath, request);
  const { redaction } = context.terminal;
  const snippet = withoutSecrets(planSnippet(settings, request, missing), redaction);
  const code = renderSnippet(language, snippet);
  stdout.write(isJson ? snippetJson(language, snippet, code) : code);
  if (stdout.isTerminal && !isJson) {
    const names = neededVariables(snippet).join(', ');
    const note = `save it as ${language.file}, set ${names}, and run it: ${language.run}`;
    stderr.write(`\n${renderNote(note, await paletteFor(stderr))}`);
  }
  return EXIT.done;
}

/** A string literal's escapes would hide a secret from what watches over standard output. */
function withoutSecrets(request: SnippetRequest, redaction: Redaction): SnippetRequest {
  const redact = (text: string): string => Buffer.from(redaction.redact(utf8(text))).toString();
  return {
    ...request,
    target: redact(request.target),
    headers: request.headers.map(({ name, value }) => ({
      name,
      value: value.kind === 'text' ? { kind: 'text', text: redact(value.text) } : value,
    })),
    body: redaction.redact(request.body),
  };
}

function readPublicSettings(flags: SettingFlags, context: Context): PublicSettings {
  const { terminal, deps } = context;
  const settings = resolvePublicSettings({
    flags,
    env: terminal.env,
    project: deps.project(),
    profiles: deps.profiles.read,
    fetchSecret: fetchSecret(context),
  });
  for (const secret of settings.secrets) {
    terminal.redaction.register(secret);
  }
  return settings;
}

function renderList(palette: Palette): string {
  const width = Math.max(...LANGUAGES.map(({ id }) => id.length));
  return LANGUAGES.map(
    ({ id, needs }) => `${palette.key(id)}${' '.repeat(width - id.length)}  ${needs}\n`,
  ).join('');
}

function listJson(): string {
  const languages = LANGUAGES.map(({ id, needs, file, run: command }) => ({
    id,
    needs,
    file,
    run: command,
  }));
  return `${JSON.stringify({ languages }, null, 2)}\n`;
}

function snippetJson(
  { id, file, run: command }: Language,
  request: SnippetRequest,
  code: string,
): string {
  const shown = { language: id, file, run: command, variables: neededVariables(request), code };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
