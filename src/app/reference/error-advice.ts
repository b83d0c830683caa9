/** What a developer most often has done where a provider answers with a code, and what shows it. */
export interface ErrorAdvice {
  /** The likeliest first. */
  readonly causes: readonly string[];
  /** Commands that tell which of them it is. */
  readonly run: readonly string[];
}

/** By provider and code. The causes are our experience; the pages give meanings only. */
export const ERROR_ADVICE: Readonly<Record<string, Readonly<Record<string, ErrorAdvice>>>> = {
  vistarkriya: {
    AUTH_MISSING_KEY: {
      causes: [
        'the header X-API-Key is not sent: the variable that it is read from is empty',
        'a proxy or a gateway on the way takes unknown headers out',
      ],
      run: ['vk profile show --origin', 'vk call GET /wallet/balance -v'],
    },
    AUTH_INVALID_KEY: {
      causes: [
        'the key has a line break or a space at its end, or was cut off when it was copied',
        'the key was created anew, and the old one is still in use',
        'the code header is the one of the other documented dialect',
      ],
      run: ['vk doctor', 'vk profile check'],
    },
    HMAC_INVALID: {
      causes: [
        'what was signed is not what was sent: the body was written again behind the signing',
        'the path was signed without /api/v1, or without its query',
        'the timestamp in the header is not the one that was signed, or is in milliseconds',
        'the secret has a line break at its end, or is the one of another key',
      ],
      run: [
        'vk diagnose METHOD PATH -d @body.json --timestamp T --signature S',
        'vk explain METHOD PATH -d @body.json',
      ],
    },
    TIMESTAMP_EXPIRED: {
      causes: [
        "this machine's clock is wrong",
        'the request waited in a queue, or was tried again, without being signed anew',
        'the timestamp is local time taken for UTC',
      ],
      run: ['vk doctor', 'vk explain METHOD PATH'],
    },
    AUTH_IP_BLOCKED: {
      causes: [
        'the address that requests leave from is not among the 1 to 5 of the key',
        'a cloud service or a VPN gives another address than last time',
      ],
      run: ['vk profile check'],
    },
    MODULE_ACCESS_DENIED: {
      causes: ['the module of this endpoint is not activated, or not subscribed to'],
      run: ['vk provider show vistarkriya'],
    },
    RATE_LIMITED: {
      causes: ['more requests a minute than the key may make, perhaps by several processes'],
      run: ['vk batch FILE.jsonl --rate 1/s'],
    },
    VALIDATION_ERROR: {
      causes: ['a parameter is missing, misspelt, or of another type than the page says'],
      run: ['vk endpoints vistarkriya', 'vk call METHOD PATH name=value --dry-run'],
    },
  },
  influencemart: {
    INVALID_KEY: {
      causes: [
        'the key was revoked, or disabled after a leak',
        'an ak_test_ key calls live, or an ak_live_ key calls a sandbox',
      ],
      run: ['vk profile check', 'vk profile show --origin'],
    },
  },
};
