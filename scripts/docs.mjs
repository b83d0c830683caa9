/** Writes `docs/diagnosis.md` anew from the records of the catalogue: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importBundled } from './import-bundled.mjs';

/** @type {typeof import('./diagnosis-catalogue.js')} */
const { diagnosisPage } = await importBundled('scripts/diagnosis-catalogue.ts');
const page = fileURLToPath(new URL('../docs/diagnosis.md', import.meta.url));
writeFileSync(page, diagnosisPage());
