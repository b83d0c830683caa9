import { csharp } from './serialisers/csharp.js';
import { go } from './serialisers/go.js';
import { javaHashed } from './serialisers/java-org-json.js';
import { java } from './serialisers/java.js';
import { javascript } from './serialisers/javascript.js';
import { php } from './serialisers/php.js';
import { python } from './serialisers/python.js';
import { ruby } from './serialisers/ruby.js';
import type { Serialiser } from './serialisers/serialiser.js';

/** Every way of reading JSON and printing it again that is known. */
export const serialisers: readonly Serialiser[] = [
  ...javascript,
  ...python,
  ...php,
  ...go,
  ...java,
  ...javaHashed,
  ...ruby,
  ...csharp,
];
