declare const VK_VERSION: string;

/** From package.json, put in by the build. */
export const VERSION: string = VK_VERSION;
