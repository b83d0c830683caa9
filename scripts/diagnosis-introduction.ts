/** What `docs/diagnosis.md` says before the catalogue. */
export const INTRODUCTION = `# Diagnosis

<!-- Written by npm run docs from the records in src/core/diagnose; do not edit. -->

\`vk diagnose\` takes a request and the signature that was sent with it, and finds out how that
signature was made. It tries the mistakes of the catalogue below, alone and in combination, until one
gives the very signature. An HMAC that matches is proof: by chance, that happens once in 2²⁵⁶ tries.

## What to give it

- The request: in words as for \`vk sign\`, or pasted with \`--curl\`, \`--http\` or \`--har\`.
- The signature and the timestamp that were sent: in the pasted headers, as \`Name:value\`, or with
  \`--signature\` and \`--timestamp\`.
- The secret, as any command takes it. It is used here and printed nowhere. The secrets of all stored
  profiles are tried too; \`--secret-from\` names those that may be.

Nothing is sent.

## The search

Simple stories come first. Each variant is common or rare; a common one counts 1, a rare one 2, and
sets of differences are tried in the order of their sum: single common ones, then single rare ones and
pairs of common ones, and so on. The search ends with the sum at which the signature is explained, so
that every explanation that is as simple is shown, as far as a complete search tries it. By default at
most 3 things differ at once (\`--max-differences\`), for 10 s (\`--time-limit\`). A complete search
that finds nothing has tried all single differences, all pairs, and all triples of common ones, as far
as \`--max-differences\` and \`--axis\` allow. The few variants with a thousand values, such as the
milliseconds of a second, are combined with common ones only.

## The answer

- \`explained\`: each finding is a set of causes which together give the signature, with the bytes that
  are documented, those that were signed, the place where they part, and what to change. Several
  findings are several ways to the same signature: look at your code for the one that it does.
- \`correct\`: the signature is right. If the request is refused all the same, something changed on the
  way, or secret and API key do not belong together.
- \`unexplained\`: nothing that was tried gives it. The text names all that is ruled out.

The lines marked \`!\` are about the request and not about its signature: a timestamp outside the
tolerance, a header that is missing, a key of the wrong kind.

Invisible bytes are written out: \`·\` is a space, \`↵\` a newline, \`␍\` a carriage return.

## Limits

- A secret that vk does not know: no signature tells which one was used.
- Other content: a body with another amount in it is another message, and cannot be guessed.
- A mistake that is not in the catalogue, or more of them at once than are searched.
- A large body: where its variants would take more than 32 MiB, some are left out, and the answer says
  so.

## Exit codes

| code | meaning |
| --- | --- |
| 0 | correct or explained |
| 1 | unexplained |
| 2 | usage or configuration |
| 130 | interrupted; what is known is printed |

## \`vk diagnose --json\`

\`\`\`json
{
  "verdict": "explained",
  "provider": "vistarkriya",
  "profile": null,
  "findings": [
    {
      "causes": [
        {
          "axis": "target",
          "id": "base-path-missing",
          "title": "the path was signed without its base path",
          "detail": null,
          "documented": "/api/v1/verify/pan",
          "signed": "/verify/pan",
          "firstDifference": 1,
          "remedy": "Sign the full path, base path included.",
          "remedyByLanguage": {},
          "alternatives": []
        }
      ],
      "stringToSign": "1739612345POST/verify/pan{}",
      "stringToSignHoldsSecret": false,
      "algorithm": "HMAC-SHA256",
      "encoding": "hex",
      "signature": "…"
    }
  ],
  "notes": [{ "id": "clock", "text": "…", "remedy": "…" }],
  "search": {
    "candidates": 87,
    "elapsedMs": 40,
    "complete": true,
    "stopped": "found",
    "stages": ["as documented", "1 common difference"],
    "axes": [{ "axis": "target", "values": 23, "variants": ["base-path-missing"], "cut": false }]
  }
}
\`\`\`

\`axis\` and \`id\` are stable, and so are the other names; titles and remedies may be reworded. Bytes
that are not UTF-8 come as \`documentedBase64\`, \`signedBase64\` or \`stringToSignBase64\`, and the
member without the suffix is null. \`alternatives\` are other variants that give the same bytes.
\`stringToSignHoldsSecret\` says that the secret was put into the string-to-sign, where \`[secret]\`
holds its place. \`firstDifference\` is an offset in bytes, and null where words are compared.
\`stopped\` is \`found\`, \`exhausted\`, \`time-limit\` or \`interrupted\`.

## Catalogue
`;
