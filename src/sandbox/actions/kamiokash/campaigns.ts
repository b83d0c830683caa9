import type { Action } from '../../action.js';
import { page } from '../../page.js';
import { recordReader } from './record-reader.js';

/** Creates a campaign; like all that an API key holds, no other key sees it. */
export const createCampaign: Action = ({ body, records, newId }) => {
  const campaign = { id: newId('c_'), name: body.text('name') ?? '' };
  records.put('campaigns', campaign.id, campaign);
  return { body: campaign };
};

export const readCampaign = recordReader('campaigns', 'id', 'campaign', (campaign) => campaign);

/** The newest first. */
export const listCampaigns: Action = (call) => ({
  body: page(call, call.records.list('campaigns')),
});
