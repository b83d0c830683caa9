import type { BaseUrl } from '../../core/base-url.js';
import { VkError } from '../../core/error.js';
import type { ConnectionPort, HttpPort, SecretPort } from '../ports.js';
import { isComplete } from '../settings.js';
import type { Environment } from '../value-sources.js';
import { checkAccount, checkWithoutCredential } from './account.js';
import { fail, ok, skipped, warn, type Check, type CheckSection, type Subject } from './check.js';
import { checkConnection } from './connection.js';
import { checkFields } from './credential.js';
import { checkEnvironment } from './environment.js';
import { checkFiles, checkProjectFile, type FileFacts } from './files.js';
import { checkProgram, type ProgramFacts } from './program.js';
import { checkProxy } from './proxy.js';
import { checkKeychain, checkSecretPlace } from './secret-place.js';
import { checkSecretShape } from './secret-shape.js';
import type { Setup } from './setup.js';

export interface DoctorInput {
  readonly program: ProgramFacts;
  readonly files: FileFacts;
  readonly project: {
    readonly found:
      { readonly path: string; readonly sets: Readonly<Record<string, unknown>> } | undefined;
    readonly fault: VkError | undefined;
  };
  readonly env: Environment;
  readonly setup: Setup;
  /** Where a sandbox inside vk listens, if one stands in for the API. */
  readonly sandboxBase: BaseUrl | undefined;
  readonly isOffline: boolean;
  /** For each step on the network, in milliseconds. */
  readonly timeoutMs: number;
  readonly userAgent: string;
}

/** Each is asked for when it is needed, and not at all before. */
export interface DoctorPorts {
  readonly secrets: () => Promise<SecretPort>;
  readonly connection: () => Promise<ConnectionPort>;
  readonly http: (base: BaseUrl) => Promise<HttpPort>;
  readonly nowMs: () => number;
}

/** Looks at everything that a call depends on, as far as one can look. Nothing but GETs is sent. */
export async function runDoctor(input: DoctorInput, ports: DoctorPorts): Promise<CheckSection[]> {
  const { project, setup, env } = input;
  return [
    { title: 'Program', checks: checkProgram(input.program) },
    {
      title: 'Files',
      checks: [...checkFiles(input.files), checkProjectFile(project.found, project.fault)],
    },
    { title: 'Environment', checks: checkEnvironment(env, setup.stored) },
    { title: 'Credential', checks: await checkCredential(input, ports) },
    { title: 'Connection', checks: await checkNetwork(input, ports) },
  ];
}

const PROFILE: Subject = { id: 'profile', title: 'profile' };

async function checkCredential(input: DoctorInput, { secrets }: DoctorPorts): Promise<Check[]> {
  const { setup, env, files } = input;
  const { settings } = setup;
  const keychain = checkKeychain(await (await secrets()).keychain());
  return [
    checkProfile(input),
    ...setup.faults
      // A damaged file has a line of its own.
      .filter(({ code }) => files.profiles.fault?.code !== code)
      .map((fault, index) =>
        fail({ id: `settings:${index + 1}`, title: 'settings' }, fault.message, fault.remedy),
      ),
    keychain,
    checkSecretPlace(setup, env, files.profiles.path),
    ...(settings === undefined || setup.secretFault !== undefined
      ? []
      : [checkSecretShape(settings.provider, settings.credential)]),
    ...(settings?.trimmed ?? []).map((name) =>
      warn(
        { id: `trimmed:${name}`, title: 'secret' },
        `the line break at the end of ${name} is left out`,
        'Another client that reads the same variable may sign with it.',
      ),
    ),
    ...(settings === undefined ? [] : checkFields(settings)),
  ];
}

function checkProfile({ setup, files, env }: DoctorInput): Check {
  const { profile, stored, provider, settings } = setup;
  if (profile !== undefined) {
    const mode = profile.profile.mode ?? 'sandbox';
    return ok(PROFILE, `${profile.name}, for ${profile.profile.provider}, mode ${mode}`);
  }
  if (files.profiles.fault !== undefined) {
    return skipped(PROFILE, 'the file of profiles cannot be read');
  }
  if (stored !== undefined) {
    return ok(PROFILE, `none is used; variables or --provider set ${stored.name} aside`);
  }
  if (settings?.isDemo === true) {
    return ok(PROFILE, `none; --sandbox needs none (${settings.provider.id})`);
  }
  if (isComplete(env)) {
    return ok(PROFILE, `none; the environment has a credential (${provider?.id ?? ''})`);
  }
  return files.profiles.profiles === 0
    ? warn(PROFILE, 'there is none', 'Add one: vk profile add NAME. Or try vk doctor --sandbox.')
    : warn(PROFILE, 'none is current', 'Choose one: vk profile use NAME, or --profile NAME.');
}

const BASE: Subject = { id: 'base-url', title: 'base URL' };

async function checkNetwork(input: DoctorInput, ports: DoctorPorts): Promise<Check[]> {
  const { setup, isOffline, sandboxBase } = input;
  const base = sandboxBase ?? setup.base;
  if (base === undefined) {
    return [checkNoBase(setup)];
  }
  const url = ok(BASE, `${base.origin}${base.basePath}`);
  if (isOffline) {
    return [url, skipped(NETWORK, 'nothing is sent with --offline')];
  }
  const proxy = checkProxy(input.env, base);
  if (proxy.check.status === 'fail') {
    return [url, proxy.check, skipped(NETWORK, 'the proxy has to be mended first')];
  }
  const way = await checkWay(input, base, proxy.isUsed, ports);
  const isBroken = way.some(({ id, status }) => status === 'fail' && id !== 'tls');
  const isUntrusted = way.some(({ id, status }) => status === 'fail' && id === 'tls');
  if (isBroken || isUntrusted) {
    const why = isBroken
      ? 'there is no connection'
      : 'nothing is sent to whom TLS does not vouch for';
    return [url, proxy.check, ...way, skipped(ACCOUNT, why)];
  }
  return [url, proxy.check, ...way, ...(await askApi(input, base, ports))];
}

const NETWORK: Subject = { id: 'network', title: 'connection' };
const ACCOUNT: Subject = { id: 'account', title: 'credential' };

function checkNoBase({ provider, settings, faults }: Setup): Check {
  if (provider === undefined || faults.length > 0) {
    const why = faults.length > 0 ? 'the settings have to be mended first' : 'no API is chosen';
    return skipped(NETWORK, why);
  }
  if (settings?.isDemo === true) {
    return skipped(NETWORK, 'nothing is sent with --offline, and no sandbox is started');
  }
  return warn(
    BASE,
    `${provider.name} publishes none, and none is set; nothing was sent`,
    'Give --base-url URL, set VK_BASE_URL, or store it with vk profile add --base-url URL.',
  );
}

async function checkWay(
  { timeoutMs }: DoctorInput,
  base: BaseUrl,
  hasProxy: boolean,
  { connection, nowMs }: DoctorPorts,
): Promise<Check[]> {
  try {
    const way = { base, timeoutMs, nowMs: nowMs(), hasProxy };
    return await checkConnection(way, await connection());
  } catch (error) {
    // SSL_CERT_FILE may name a file that cannot be read.
    if (error instanceof VkError) {
      return [fail(NETWORK, error.message, error.remedy)];
    }
    throw error;
  }
}

async function askApi(
  { setup, timeoutMs, userAgent }: DoctorInput,
  base: BaseUrl,
  ports: DoctorPorts,
): Promise<readonly Check[]> {
  const { settings, secretFault, provider } = setup;
  if (provider === undefined) {
    return [];
  }
  const http = { http: await ports.http(base), nowMs: ports.nowMs };
  const how = { base, timeoutMs, userAgent };
  const { checks } =
    settings === undefined || secretFault !== undefined
      ? await checkWithoutCredential({ ...how, settings: { provider } }, 'there is no secret', http)
      : await checkAccount({ ...how, settings }, http);
  return checks;
}
