import type { OptionSpec } from './command.js';

/** What an answer has to be; a command that has it loads `expectations.ts` only where it is used. */
export const EXPECT_OPTION: OptionSpec = {
  flags: '--expect <expression>',
  summary: 'what the answer has to be: status=200; repeat',
  repeats: true,
};
