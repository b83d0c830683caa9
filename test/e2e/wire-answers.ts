import type { Provider } from '../../src/core/provider.js';
import { member } from './vk.js';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly isHead: boolean;
  /** Whether it answers bytes that were no HTTP. */
  readonly isMalformed: boolean;
}

/** The answers in what a server has said, up to one that is not whole. */
export function answersOf(received: string, heads: readonly boolean[]): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let start = 0; start < received.length;) {
    const end = received.indexOf('\r\n\r\n', start);
    const head = received.slice(start, end === -1 ? undefined : end);
    const length = /^content-length: (\d+)\r?$/im.exec(head)?.[1];
    const next = end + 4 + Number(length);
    if (end === -1 || length === undefined || next > received.length) {
      answers.push({ status: 0, head, body: '', isHead: false, isMalformed: false });
      return answers;
    }
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
    const isMalformed = /^X-VK-Hint: (?:malformed|timeout|method-not-allowed: this)/m.test(head);
    const isHead = heads[answers.length] === true && !isMalformed;
    answers.push({ status, head, body: received.slice(end + 4, next), isHead, isMalformed });
    start = next;
  }
  return answers;
}

/** What is wrong with an answer; undefined for one that is as the provider answers. */
export function faultOfAnswer(
  { status, head, body, isHead }: WireAnswer,
  { errorShapes: [shape] }: Provider,
): string | undefined {
  const isRefusal = status >= 400 && status < 500;
  if (!isRefusal && !(status >= 200 && status < 300)) {
    return `the status is ${status}: ${head}`;
  }
  if (isHead) {
    return body === '' ? undefined : 'HEAD has a body';
  }
  const data = parsed(body);
  if (data === undefined) {
    return 'the body is no JSON';
  }
  return isRefusal && typeof member(data, ...(shape?.message ?? [])) !== 'string'
    ? 'the refusal has another shape'
    : undefined;
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}
