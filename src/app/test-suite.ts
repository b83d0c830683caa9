/** What a run has found, whatever form a CI system wants it in. */
export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly name: string;
  /** A group of cases, parts of its name separated by dots. */
  readonly className: string;
  readonly seconds: number;
  /** What was expected and what was found; several failures on a line each. */
  readonly failure?: string;
  /** Why it was not run. */
  readonly skipped?: string;
  /** What else there is to say. */
  readonly output?: string;
}
