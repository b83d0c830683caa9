/**
 * `npm run bench`: one after the other, each with the flags that were given. With `--audit` also the
 * audit of a million webhooks, which takes minutes.
 */
await import('./start-up.mjs');
await import('./diagnose.mjs');
await import('./sandbox.mjs');
await import('./batch.mjs');
if (process.argv.includes('--audit')) {
  await import('./audit.mjs');
}
