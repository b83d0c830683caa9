import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { VkError } from '../core/error.js';

/** Addresses that may call. */
export interface Allowlist {
  readonly size: number;
  readonly has: (address: string) => boolean;
}

/**
 * Reads IPv4 and IPv6 addresses, and networks such as `10.0.0.0/8`.
 *
 * @throws VkError `usage` for what is neither
 */
export function parseAllowlist(entries: readonly string[]): Allowlist {
  const list = new BlockList();
  for (const entry of entries) {
    add(list, entry);
  }
  // Asking a BlockList makes objects of addresses; most callers are here as they are written.
  const written = new Set(entries.filter((entry) => !entry.includes('/')));
  return {
    size: entries.length,
    has: (address) => {
      if (written.has(address)) {
        return true;
      }
      // BlockList itself takes ::ffff:127.0.0.1, as a socket for both families has it, for 127.0.0.1.
      const family = familyOf(address);
      return family !== undefined && list.check(address, family);
    },
  };
}

function add(list: BlockList, entry: string): void {
  const [written = '', prefix, ...more] = entry.split('/');
  const address = unmapped(written);
  const family = familyOf(address);
  const bits = family === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  const isMappedNetwork = prefix !== undefined && address !== written;
  if (family === undefined || more.length > 0 || length > bits || isMappedNetwork) {
    throw new VkError(
      'usage',
      `${JSON.stringify(entry)} is no IP address and no network`,
      'Write addresses such as 203.0.113.7 or 2001:db8::1, and networks as 10.0.0.0/8.',
    );
  }
  list.addSubnet(address, length, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) {
    return 'ipv4';
  }
  // A zone such as %eth0 belongs to one machine's interfaces.
  return isIPv6(address) && !address.includes('%') ? 'ipv6' : undefined;
}

/** An entry `::ffff:127.0.0.1` is 127.0.0.1. */
function unmapped(address: string): string {
  const rest = /^::ffff:(?=[\d.]+$)/i.exec(address) === null ? '' : address.slice(7);
  return isIPv4(rest) ? rest : address;
}
