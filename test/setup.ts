import { afterAll } from 'vitest';
import { cleanUp } from './cleanups.js';

// Here and not in the helpers: test files share them, and this is run for each file.
afterAll(cleanUp);
