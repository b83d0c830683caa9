import { respondError, type Answering, type SandboxResponse } from './response.js';

/** Answers a request whose body nobody has read to its end. */
export function payloadTooLarge(context: Answering): SandboxResponse {
  return respondError(context, {
    status: 413,
    message: 'the body is larger than the sandbox takes: 8 MiB',
  });
}
