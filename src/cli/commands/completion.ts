import { EXIT, type ExitCode } from '../../app/errors.js';
import { defineCommand, type Context } from '../command.js';
import { commands } from '../commands.js';
import { bashScript } from '../completion/bash.js';
import { fishScript } from '../completion/fish.js';
import { pwshScript } from '../completion/pwsh.js';
import { readTree, type CompletionCommand } from '../completion/tree.js';
import { zshScript } from '../completion/zsh.js';
import { parseChoice } from '../flags.js';

const SHELLS = ['bash', 'zsh', 'fish', 'pwsh'] as const;

type Shell = (typeof SHELLS)[number];

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletionCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  pwsh: pwshScript,
};

interface CompletionInput {
  readonly shell: Shell;
}

export const completionCommand = defineCommand<CompletionInput>({
  arguments: [{ term: '<shell>', summary: 'your shell', choices: SHELLS }],
  options: [],
  examples: [
    'source <(vk completion bash)      # in ~/.bashrc',
    'source <(vk completion zsh)       # in ~/.zshrc, after compinit',
    'vk completion fish > ~/.config/fish/completions/vk.fish',
  ],
  read: (words) => ({ shell: parseChoice('SHELL', words.args[0], SHELLS) ?? 'bash' }),
  run,
});

async function run({ shell }: CompletionInput, { terminal }: Context): Promise<ExitCode> {
  terminal.stdout.write(SCRIPTS[shell](await readTree(commands)));
  return EXIT.done;
}
