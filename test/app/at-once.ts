import type { Answer, ReceivedRequest } from '../../src/app/ports.js';

/** A server's answers where all of them are known at once, as the sandbox's are. */
export function atOnce(
  answer: (request: ReceivedRequest) => Answer | Promise<Answer>,
): (request: ReceivedRequest) => Answer {
  return (request) => {
    const made = answer(request);
    if (made instanceof Promise) {
      throw new Error('the answer comes later');
    }
    return made;
  };
}
