import { confirm, input, password, select } from '@inquirer/prompts';
import type { PromptPort } from '../app/ports.js';
import { VkError } from '../core/error.js';

/** Questions on a terminal, drawn on standard error so that standard output stays the result's. */
export function inquirerPrompts(output: NodeJS.WritableStream): PromptPort {
  const context = { output };
  return {
    text: (message, check, present) =>
      ask(
        input(
          {
            message,
            ...(check && { validate: (answer) => check(answer) }),
            ...(present !== undefined && { default: present }),
          },
          context,
        ),
      ),
    secret: (message) => ask(password({ message, mask: true }, context)),
    choose: (message, choices, present) =>
      ask(
        select(
          { message, choices: [...choices], ...(present !== undefined && { default: present }) },
          context,
        ),
      ),
    confirm: (message) => ask(confirm({ message, default: false }, context)),
  };
}

async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') {
      throw new VkError('cancelled', 'interrupted', 'Nothing was done.', { cause: error });
    }
    throw error;
  }
}
