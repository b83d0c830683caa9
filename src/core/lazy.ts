/** Builds a value when it is first asked for, and gives the same one from then on. */
export function lazy<const T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => (built ??= { value: build() }).value;
}
