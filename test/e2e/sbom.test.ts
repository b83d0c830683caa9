import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUNDLED_FILE } from '../../scripts/notices.mjs';
import { fullName, licenceOf, makeSbom, refusedLicences } from '../../scripts/sbom.mjs';
import { ROOT } from './vk.js';

type Facts = Parameters<typeof makeSbom>[0];

const { packages: locked }: { packages: Facts['locked'] } = JSON.parse(read('package-lock.json'));
const settings: Facts['settings'] = JSON.parse(read('package.json'));
const bundled: Facts['bundled'] = JSON.parse(read(BUNDLED_FILE));
const FACTS = { settings, bundled, locked, epoch: undefined };
const SBOM = makeSbom(FACTS);
const BUNDLED = SBOM.components.filter(({ scope }) => scope === 'required');

describe('the list of materials', () => {
  it('is CycloneDX 1.5 about this version', () => {
    expect(SBOM).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: { component: { type: 'application', name: 'vk-cli' } },
    });
    expect(SBOM.metadata.component.purl).toBe(`pkg:npm/vk-cli@${settings.version}`);
  });

  it('has the packages of THIRD-PARTY-NOTICES.txt and no other', () => {
    const heads = [
      ...read('dist/THIRD-PARTY-NOTICES.txt').matchAll(/^(\S+ \d\S*) \(([^)]+)\)\nSource: \S+\n/gm),
    ];
    expect(heads.length).toBeGreaterThan(20);
    expect(
      new Set(BUNDLED.map((each) => `${fullName(each)} ${each.version} ${licenceOf(each)}`)),
    ).toEqual(new Set(heads.map(([, name = '', licence = '']) => `${name} ${licence}`)));
    expect(BUNDLED).toHaveLength(heads.length);
  });

  it('has what the vendor files are made of', () => {
    const names = BUNDLED.map(fullName);
    expect(names).toEqual(
      expect.arrayContaining([
        '@jmespath-community/jmespath',
        'commander',
        'conf',
        'ora',
        'undici',
      ]),
    );
    expect(names).not.toContain('esbuild');
  });

  it('has the optional dependency and its native code, which is not in the tarball', () => {
    const names = SBOM.components.filter(({ scope }) => scope === 'optional').map(fullName);
    expect(names).toEqual(
      expect.arrayContaining(['@napi-rs/keyring', '@napi-rs/keyring-linux-x64-gnu']),
    );
    expect(names.filter((name) => !name.startsWith('@napi-rs/keyring'))).toEqual([]);
  });

  it.for(SBOM.components.map((each) => [each.purl, each] as const))('%s', ([purl, each]) => {
    const [, scope, name, version] =
      /^pkg:npm\/(?:(%40[\w.-]+)\/)?([\w.-]+)@(\d+\.\d+\.\d+)$/.exec(purl) ?? [];
    expect([scope?.replace('%40', '@'), name, version]).toEqual([
      'group' in each ? each.group : undefined,
      each.name,
      each.version,
    ]);
    expect(each.hashes).toEqual([
      { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
    ]);
  });

  it('names each once, and the product depends on all', () => {
    const purls = SBOM.components.map(({ purl }) => purl);
    expect(new Set(purls).size).toBe(purls.length);
    expect(SBOM.dependencies[0]?.dependsOn).toEqual(purls);
  });

  it('says the same each time, with a time only where one is given', () => {
    expect(JSON.stringify(makeSbom(FACTS))).toBe(JSON.stringify(SBOM));
    expect(SBOM.metadata).not.toHaveProperty('timestamp');
    expect(makeSbom({ ...FACTS, epoch: '1739612345' }).metadata).toMatchObject({
      timestamp: '2025-02-15T09:39:05.000Z',
    });
  });

  it('is what npm run sbom writes', () => {
    const env = { PATH: process.env['PATH'] ?? '' };
    const stdout = execFileSync(process.execPath, ['scripts/sbom.mjs'], { cwd: ROOT, env });
    expect(stdout.toString()).toMatch(/^MIT +commander \d/m);
    expect(read('dist/sbom.cdx.json')).toBe(`${JSON.stringify(SBOM, null, 2)}\n`);
  });
});

describe('licences', () => {
  it('are permissive, but for what is excepted', () => {
    expect(refusedLicences(SBOM.components)).toEqual([]);
  });

  it.for([
    ['a', 'GPL-3.0-only', ['a GPL-3.0-only']],
    ['a', 'MPL-2.0', ['a MPL-2.0']],
    ['@jmespath-community/jmespath', 'MPL-2.0', []],
    ['@jmespath-community/jmespath', 'GPL-3.0-only', ['@jmespath-community/jmespath GPL-3.0-only']],
    ['a', '(GPL-2.0-only OR MIT)', []],
    ['a', '(MIT AND GPL-2.0-only)', ['a (MIT AND GPL-2.0-only)']],
    ['a', 'UNLICENSED', ['a UNLICENSED']],
  ] as const)('%s under %s', ([name, license, expected]) => {
    const { components } = sbomOf(name, { license, integrity: 'sha512-AAAA' });
    expect(refusedLicences(components)).toEqual(expected);
  });

  it('have to be known', () => {
    expect(() => sbomOf('a', { integrity: 'sha512-AAAA' })).toThrow('no licence or no hash');
    expect(() => sbomOf('a', { license: 'MIT' })).toThrow('no licence or no hash');
  });
});

/** Of one bundled package. */
function sbomOf(name: string, about: { readonly license?: string; readonly integrity?: string }) {
  const key = `node_modules/${name}`;
  return makeSbom({
    settings: { ...settings, optionalDependencies: {} },
    bundled: [key],
    locked: { [key]: { version: '1.0.0', ...about } },
    epoch: undefined,
  });
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
