import { respondError, type Answering, type SandboxResponse } from './response.js';

/** Answers bytes that are no HTTP request, or none that has arrived. */
export function malformed(context: Answering, status: number): SandboxResponse {
  const message = MESSAGES[status] ?? 'these bytes are no HTTP request';
  return respondError(context, { status, message });
}

const MESSAGES: Readonly<Record<number, string>> = {
  405: 'CONNECT is for proxies',
  408: 'the request did not arrive in time',
  431: 'the headers are too large',
};
