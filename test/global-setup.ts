import { build } from '../scripts/build.mjs';

/** The end-to-end tests run the built bin, so it is built afresh before any test. */
export async function setup(): Promise<void> {
  await build();
}
