/** `npm run bench`: one after the other, each with the flags that were given. */
await import('./start-up.mjs');
await import('./diagnose.mjs');
