import { compile, TreeInterpreter } from '@jmespath-community/jmespath';
import type { QueryPort } from '../app/ports.js';
import { VkError } from '../core/error.js';
import { readSource, standInKey, writeSource } from './json-source.js';

/** JMESPath over a JSON text. What a path selects is written exactly as it came. */
export const jmespath: QueryPort = {
  check: (expression) => {
    attempt(expression, () => compile(expression));
  },
  select,
};

type Expression = ReturnType<typeof compile>;

function select(json: string, expression: string): string {
  const parsed = attempt(expression, () => compile(expression));
  const isPath = selectsOnly(parsed);
  const tree = readSource(json, isPath);
  if (tree === undefined) {
    throw new VkError(
      'query',
      'the answer is not JSON, so --query has nothing to pick from',
      'Leave --query out to see the answer as it came.',
    );
  }
  const found = attempt(expression, () =>
    TreeInterpreter.search(isPath ? renameFields(parsed) : parsed, tree.root),
  );
  return writeSource(found, tree);
}

function attempt<T>(expression: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new VkError(
      'query',
      `--query ${JSON.stringify(expression)} cannot be used: ${error instanceof Error ? error.message : ''}`,
      'Write it in JMESPath: data.balance, data.items[0].id, length(data).',
      { cause: error },
    );
  }
}

/** Nodes that pick values and never look into them (a slice may cut a string). */
const SELECTORS = new Set([
  'Field',
  'Subexpression',
  'Index',
  'IndexExpression',
  'Projection',
  'ValueProjection',
  'Flatten',
  'MultiSelectList',
  'MultiSelectHash',
  'KeyValuePair',
  'Pipe',
  'OrExpression',
  'AndExpression',
  'Current',
  'Identity',
  'Root',
]);

function selectsOnly(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) {
    return true;
  }
  if ('type' in node && !SELECTORS.has(String(node.type))) {
    return false;
  }
  return Object.values(node).every(selectsOnly);
}

/** The same expression over stand-in names. */
function renameFields(expression: Expression): Expression {
  return JSON.parse(JSON.stringify(expression), (_key, node: unknown) =>
    isNamed(node) ? { ...node, name: standInKey(node.name) } : node,
  );
}

/** A member that is looked up, or one that is made (`{b: balance}`) and may be looked up next. */
function isNamed(node: unknown): node is { readonly type: string; readonly name: string } {
  return (
    typeof node === 'object' &&
    node !== null &&
    'type' in node &&
    (node.type === 'Field' || node.type === 'KeyValuePair') &&
    'name' in node &&
    typeof node.name === 'string'
  );
}
