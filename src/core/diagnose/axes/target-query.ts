import { permutations } from '../permutations.js';

/** Query parameters in the order of their names, then values; those without a query stay. */
export function sortedQuery(target: string): string {
  return withParameters(target, (parameters) => parameters.toSorted(byCodeUnits));
}

/** The target with its query parameters in every other order, where there are few. */
export function queryOrders(target: string): string[] {
  const count = parametersOf(target).length;
  return count < 2 || count > 4
    ? []
    : [...permutations(parametersOf(target))].map((order) => withParameters(target, () => order));
}

function withParameters(
  target: string,
  change: (parameters: readonly string[]) => readonly string[],
): string {
  const start = target.indexOf('?');
  return start === -1
    ? target
    : `${target.slice(0, start)}?${change(parametersOf(target)).join('&')}`;
}

function parametersOf(target: string): string[] {
  const start = target.indexOf('?');
  return start === -1 ? [] : target.slice(start + 1).split('&');
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
