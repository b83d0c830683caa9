import type { Provider } from '../../core/provider.js';
import { credentialRemarks } from '../../core/remarks.js';
import type { Settings } from '../settings.js';
import { fail, ok, warn, type Check } from './check.js';

/** The fields of a credential beside its secret: which are missing, and which look odd. */
export function checkFields({ provider, credential, mode }: Settings): Check[] {
  const remarks = credentialRemarks(provider, credential, mode).filter(
    ({ id }) => id !== 'secret-white-space',
  );
  if (remarks.length === 0) {
    return [ok({ id: 'credential', title: 'fields' }, `${fieldNames(provider)}: as documented`)];
  }
  return remarks.map(({ id, text, remedy }) =>
    (id.startsWith('missing-') || isStrict(provider, id) ? fail : warn)(
      { id: `credential:${id}`, title: 'fields' },
      text,
      remedy,
    ),
  );
}

function fieldNames({ credential }: Provider): string {
  return credential.map(({ label }) => label).join(', ');
}

/** Whether a value of another shape cannot be right. */
function isStrict({ credential }: Provider, remark: string): boolean {
  const words = { apiKey: 'api-key-shape', code: 'code-shape', email: 'email-shape' } as const;
  return credential.some(({ id, shape }) => shape.strict && words[id] === remark);
}
