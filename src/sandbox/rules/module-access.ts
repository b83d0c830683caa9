import type { Rule } from '../rule.js';

/** Paths of a module that has to be activated or subscribed to are closed until the settings open it. */
export const moduleAccess: Rule = ({ provider, path, state }) => {
  const closed = provider.sandbox.modulePaths?.find(
    ({ module, path: root }) =>
      path.startsWith(root) &&
      (path.length === root.length || path.charAt(root.length) === '/') &&
      state.settings.modules?.includes(module) !== true,
  );
  return closed && { reason: 'module-denied', values: { module: closed.module } };
};
