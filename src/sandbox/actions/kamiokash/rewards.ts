import type { Action } from '../../action.js';
import { page } from '../../page.js';
import { recordReader } from './record-reader.js';

export const readReward = recordReader('rewards', 'variantId', 'reward', (reward) => reward);

/** The catalogue: what can be ordered. */
export const listRewards: Action = (call) => ({ body: page(call, call.records.list('rewards')) });
