/**
 * Writes what the tarball holds of others, as CycloneDX 1.5, to `dist/sbom.cdx.json`, and prints the
 * licences: `npm run sbom`, after a build. That is each package that was bundled, and the optional
 * dependency with the native code that npm chooses one of. Fails on a licence that is not permissive.
 *
 * The same tree gives the same bytes: there is no serial number, and a time only if SOURCE_DATE_EPOCH
 * (seconds) gives one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLED_FILE } from './notices.mjs';

/**
 * @typedef {object} Locked a package in package-lock.json
 * @property {string} version
 * @property {string} [license] an SPDX expression
 * @property {string} [integrity]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 */

/**
 * @typedef {object} Settings what package.json says
 * @property {string} name
 * @property {string} version
 * @property {string} description
 * @property {string} license
 * @property {Readonly<Record<string, string>>} optionalDependencies
 */

/** @typedef {readonly ({ license: { id: string } } | { expression: string })[]} Licences of CycloneDX */

const root = fileURLToPath(new URL('..', import.meta.url));

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/**
 * Packages with another licence that may be bundled all the same. The MPL covers the package's own files:
 * they are unchanged, and THIRD-PARTY-NOTICES.txt has its text and says where their source is.
 */
const EXCEPTIONS = new Set(['@jmespath-community/jmespath MPL-2.0']);

/**
 * The list of materials.
 *
 * @param {object} facts
 * @param {Settings} facts.settings
 * @param {readonly string[]} facts.bundled keys of `locked`
 * @param {Readonly<Record<string, Locked>>} facts.locked `packages` of package-lock.json
 * @param {string | undefined} facts.epoch seconds, for the time of the list
 */
export function makeSbom({ settings, bundled, locked, epoch }) {
  const optional = Object.keys(settings.optionalDependencies);
  const native = optional.flatMap((name) =>
    Object.keys(locked[`node_modules/${name}`]?.optionalDependencies ?? {}),
  );
  const components = [
    ...bundled.map((key) => component(key, locked[key], 'required')),
    ...[...optional, ...native].map((name) => {
      const key = `node_modules/${name}`;
      return component(key, locked[key], 'optional');
    }),
  ].toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
  const own = purlOf(settings.name, settings.version);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      ...(epoch === undefined ? {} : { timestamp: timeOf(epoch) }),
      component: {
        type: 'application',
        'bom-ref': own,
        name: settings.name,
        version: settings.version,
        description: settings.description,
        licenses: licences(settings.license),
        purl: own,
      },
    },
    components,
    dependencies: [
      { ref: own, dependsOn: components.map(({ purl }) => purl) },
      ...components.map(({ purl }) => ({ ref: purl, dependsOn: [] })),
    ],
  };
}

/**
 * The packages whose licence is neither permissive nor excepted, as `NAME LICENCE`.
 *
 * @param {readonly { name: string, group?: string, licenses: Licences }[]} components
 */
export function refusedLicences(components) {
  return components
    .filter((each) => !alternatives(licenceOf(each)).some((id) => PERMISSIVE.has(id)))
    .map((each) => `${fullName(each)} ${licenceOf(each)}`)
    .filter((line) => !EXCEPTIONS.has(line));
}

/**
 * Where both of two licences hold, this is one text that no list has.
 *
 * @param {string} licence
 */
function alternatives(licence) {
  return licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
}

/** @param {{ name: string, group?: string }} component */
export function fullName({ name, group }) {
  return group === undefined ? name : `${group}/${name}`;
}

/**
 * @param {string} key
 * @param {Locked | undefined} locked
 * @param {'required' | 'optional'} scope whether the tarball holds it, or npm may install it beside
 */
function component(key, locked, scope) {
  if (locked?.license === undefined || locked.integrity === undefined) {
    throw new Error(`package-lock.json has no licence or no hash of ${key}`);
  }
  const path = key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const slash = path.indexOf('/');
  const purl = purlOf(path, locked.version);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(slash === -1
      ? { name: path }
      : { group: path.slice(0, slash), name: path.slice(slash + 1) }),
    version: locked.version,
    scope,
    hashes: [hashOf(locked.integrity)],
    licenses: licences(locked.license),
    purl,
    ...(scope === 'required'
      ? { properties: [{ name: 'cdx:npm:package:bundled', value: 'true' }] }
      : {}),
  };
}

/**
 * A package URL (purl-spec): the at sign of a scope is escaped, as what follows one is the version.
 *
 * @param {string} name
 * @param {string} version
 */
function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`;
}

/**
 * A hash in hex of one in base64 (W3C Subresource Integrity).
 *
 * @param {string} integrity
 */
function hashOf(integrity) {
  const [, size = '', base64 = ''] = /^sha(1|256|384|512)-(\S+)$/.exec(integrity) ?? [];
  if (size === '') {
    throw new Error(`not one hash: ${integrity}`);
  }
  return { alg: `SHA-${size}`, content: Buffer.from(base64, 'base64').toString('hex') };
}

/**
 * @param {string} licence
 * @returns {Licences}
 */
function licences(licence) {
  return licence.includes(' ') ? [{ expression: licence }] : [{ license: { id: licence } }];
}

/** @param {string} epoch */
function timeOf(epoch) {
  return new Date(Number(epoch) * 1000).toISOString();
}

function main() {
  /** @type {Settings} */
  const settings = readJson('package.json');
  /** @type {{ packages: Record<string, Locked> }} */
  const { packages } = readJson('package-lock.json');
  const sbom = makeSbom({
    settings,
    bundled: readJson(BUNDLED_FILE),
    locked: packages,
    epoch: process.env.SOURCE_DATE_EPOCH || undefined,
  });
  writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
  for (const each of sbom.components) {
    const beside = each.scope === 'optional' ? ' (not in the tarball: npm installs it beside)' : '';
    console.log(`${licenceOf(each).padEnd(13)} ${fullName(each)} ${each.version}${beside}`);
  }
  const refused = refusedLicences(sbom.components);
  for (const line of refused) {
    console.error(`not a licence that may be bundled: ${line}`);
  }
  process.exitCode = refused.length === 0 ? 0 : 1;
}

/** @param {{ licenses: Licences }} component */
export function licenceOf({ licenses }) {
  const [first] = licenses;
  return first === undefined ? '' : 'license' in first ? first.license.id : first.expression;
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main();
}
