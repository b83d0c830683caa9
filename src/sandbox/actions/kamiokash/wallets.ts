import type { Action } from '../../action.js';
import { decimal, type Json } from '../../json.js';
import { page } from '../../page.js';
import type { StoredRecord } from '../../records.js';
import { refuseOwner } from './members.js';
import { recordReader } from './record-reader.js';
import { webhookEvent } from './webhook-event.js';

/** Creates a wallet without points for a member, who may have several. */
export const createWallet: Action = (call) => {
  const { body, records, newId } = call;
  const owner = body.text('owner') ?? '';
  const refused = refuseOwner(records, owner);
  if (refused !== undefined) {
    return refused;
  }
  const wallet = { wallet_id: newId('w_'), owner, points: '0' };
  records.put('wallets', wallet.wallet_id, wallet);
  const data = walletJson(wallet);
  return { body: data, events: [webhookEvent(call, 'wallet.new', data)] };
};

export const readWallet = recordReader('wallets', 'wallet_id', 'wallet', walletJson);

/** The newest first; `?owner=` for those of one member. */
export const listWallets: Action = (call) => ({
  body: page(call, call.records.list('wallets'), ['owner']).map(walletJson),
});

function walletJson({ points, ...rest }: StoredRecord): Json {
  return { ...rest, points: pointsJson(points) };
}

/** Points as a record has them: a whole number of any size. A seed may have written anything. */
export function parsePoints(text = ''): bigint {
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}

export function pointsJson(text: string | undefined): Json {
  return decimal(String(parsePoints(text)));
}
