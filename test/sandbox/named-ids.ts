/**
 * Gives each id that the sandbox makes up a name that a test can expect: `m_#1` for the first member
 * id that it meets, and the same name wherever that id comes again.
 */
export function idNamer(): (text: string) => string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return (text) =>
    text.replace(
      /([A-Za-z_]+_)(?:[0-9a-f]{12}|[0-9A-F]{12})(?![0-9A-Za-z])/g,
      (id, kind: string) => {
        const known = names.get(id);
        if (known !== undefined) {
          return known;
        }
        const count = (counts.get(kind) ?? 0) + 1;
        const name = `${kind}#${count}`;
        counts.set(kind, count);
        names.set(id, name);
        return name;
      },
    );
}
