import type { ActionCall, SandboxEvent } from '../../action.js';
import type { Json } from '../../json.js';

/** The page's events: its handler reads `event.type` and `event.data`. */
type EventName =
  'member.new' | 'wallet.new' | 'transaction.successful' | 'order.successful' | 'voucher_code.used';

/** An event with an id of its own, by which a handler can tell one that came twice. */
export function webhookEvent(
  { newId }: Pick<ActionCall, 'newId'>,
  type: EventName,
  data: Json,
): SandboxEvent {
  return { name: type, body: { id: newId('evt_'), type, data } };
}
