/** Asked for with VK_TEST_ALL=1: random tests as long as they can be told to be, and a process for each run. */
export const IS_THOROUGH = process.env['VK_TEST_ALL'] === '1';

/** How many cases a random or repeated test goes through; the seed is the same, so few are the first of all. */
export function atMost(all: number, few: number): number {
  return IS_THOROUGH ? all : few;
}
