/** Lines that no test types, each with its reason. One that no page shows any more fails the test. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'npm ci && npm test': 'this test is part of it, and .ci/run types it in a fresh checkout',
  'vk profile add prod --provider vistarkriya    # asks for what is missing':
    'asks on a terminal: test/e2e/profile-edit.test.ts answers',
  'vk profile add prod                                  # asks for everything':
    'asks on a terminal: test/e2e/profile-edit.test.ts answers',
};

/** What is typed in place of a line that needs more than vk, so that its output can be compared. */
export const INSTEAD: Readonly<Record<string, string>> = {
  // .ci/run types the whole line, in a fresh checkout.
  'npm ci && npx vk call GET /wallet/balance --sandbox': 'vk call GET /wallet/balance --sandbox',
};
