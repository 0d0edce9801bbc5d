/** Types of the policies' messages: an id of mixing.json with the values that runs store. */
import type { MessageOf, Statement, StoredMessages } from '#engine/core/message.ts';
import type { MessageFiles } from '#languages/messages.ts';
import type { shownValues } from './shownValues.ts';

export type PolicyMessages = StoredMessages<MessageFiles['mixing'], typeof shownValues>;
export type PolicyMessage = MessageOf<PolicyMessages>;
/** A statement of a policy. A new policy may begin with English text, without a message. */
export type PolicyStatement = Statement<PolicyMessage>;
