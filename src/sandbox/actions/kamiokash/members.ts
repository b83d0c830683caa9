import type { Action, AccountRecords } from '../../action.js';
import { badParameter } from '../../bad-parameter.js';
import type { Json } from '../../json.js';
import { page } from '../../page.js';
import type { StoredRecord } from '../../records.js';
import type { Refused } from '../../rule.js';
import { recordReader } from './record-reader.js';
import { webhookEvent } from './webhook-event.js';

/**
 * Creates a member. The one of the page's sample is there from the start, so that the sample's order
 * can be placed alone; it can be created once all the same.
 */
export const createMember: Action = (call) => {
  const { body, records, newId } = call;
  const externalId = body.text('externalId') ?? '';
  const known = records.get('members', externalId);
  if (known !== undefined && known['isSample'] !== 'true') {
    return { reason: 'exists-already', values: { what: `member ${externalId}` } };
  }
  const member = {
    id: newId('m_'),
    externalId,
    ...given('firstName', body.text('firstName')),
    ...given('lastName', body.text('lastName')),
  };
  records.put('members', externalId, member);
  const data = memberJson(member);
  return { body: data, events: [webhookEvent(call, 'member.new', data)] };
};

function given(name: string, text: string | undefined): StoredRecord {
  return text === undefined ? {} : { [name]: text };
}

export const readMember = recordReader('members', 'externalId', 'member', memberJson);

/** The newest first. */
export const listMembers: Action = (call) => ({
  body: page(call, call.records.list('members')).map((member) => memberJson(member)),
});

function memberJson(member: StoredRecord): Json {
  return Object.fromEntries(Object.entries(member).filter(([name]) => name !== 'isSample'));
}

/** Why an owner cannot own anything; undefined where it is a member. */
export function refuseOwner(records: AccountRecords, owner: string): Refused | undefined {
  return records.get('members', owner) === undefined
    ? badParameter('owner', 'the externalId of a member')
    : undefined;
}
