/** The first port of `vk sandbox`; each further provider takes the next one. */
export const SANDBOX_PORT = 8787;
