// Prints every text of a directory in each way: NAME, serialiser and base64, or - where it fails.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {Record<string, (body: unknown) => string>} */
const ways = {
  'js-stringify': (body) => JSON.stringify(body),
  'js-indent-2': (body) => JSON.stringify(body, null, 2),
  'js-indent-4': (body) => JSON.stringify(body, null, 4),
  'js-indent-tab': (body) => JSON.stringify(body, null, '\t'),
};

const [, , directory = ''] = process.argv;
for (const name of readdirSync(directory).toSorted()) {
  /** @type {unknown} */
  const body = JSON.parse(readFileSync(join(directory, name), 'utf8'));
  for (const [id, print] of Object.entries(ways)) {
    console.log(`${name}\t${id}\t${Buffer.from(print(body)).toString('base64')}`);
  }
}
