/** What the program of the keychain is asked. */
export type KeychainRequest =
  | { readonly verb: 'probe' }
  | { readonly verb: 'get' | 'delete'; readonly account: string }
  | { readonly verb: 'set'; readonly account: string; readonly secret: string };

/** What it answers: secrets are base64, as they need not be text. */
export interface KeychainAnswer {
  readonly fault?: string;
  /** Absent where there is no such entry. */
  readonly secret?: string;
}

/** @throws Error where it is none, which only a fault of vk's own can bring about */
export function parseRequest(bytes: Uint8Array): KeychainRequest {
  const { verb, account, secret } = parseTexts(bytes);
  if (verb === 'probe') {
    return { verb };
  }
  if (account !== undefined && (verb === 'get' || verb === 'delete')) {
    return { verb, account };
  }
  if (account !== undefined && secret !== undefined && verb === 'set') {
    return { verb, account, secret };
  }
  throw new Error('this is no request to the keychain');
}

/** @throws Error where it is none */
export function parseAnswer(bytes: Uint8Array): KeychainAnswer {
  const { fault, secret } = parseTexts(bytes);
  return { ...(fault !== undefined && { fault }), ...(secret !== undefined && { secret }) };
}

type Texts = Readonly<Partial<Record<'verb' | 'account' | 'secret' | 'fault', string>>>;

function parseTexts(bytes: Uint8Array): Texts {
  const data: unknown = JSON.parse(Buffer.from(bytes).toString());
  if (typeof data !== 'object' || data === null) {
    throw new Error('this is no JSON object');
  }
  return Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value === 'string'));
}
