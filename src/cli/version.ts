declare const VK_VERSION: string;

/** From package.json, put in by the build. */
export const VERSION: string = VK_VERSION;

/** How vk names itself to servers. */
export const USER_AGENT = `vk/${VERSION}`;

/** As `engines` in package.json says; a test holds the two together. */
export const OLDEST_NODE = '20.18.1';
