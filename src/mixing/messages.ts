/** Types of the policies' messages, from the sentences in words.en.ts: an id with its values. */
import type { MessageOf, Statement } from '#engine/core/message.ts';
import type { NamedShare, policyEnglish, Signal } from './words.en.ts';

export type { NamedShare, Signal };

type ValuesOf<Sentence> = Sentence extends () => string
	? Record<string, never>
	: Sentence extends (values: infer Values) => string
		? Values
		: never;

/** The values of each message, by id. */
export type PolicyMessages = {
	[Id in keyof typeof policyEnglish]: ValuesOf<(typeof policyEnglish)[Id]>;
};

export type PolicyMessage = MessageOf<PolicyMessages>;
/** A statement of a policy. A new policy may begin with English text, outside the catalogue. */
export type PolicyStatement = Statement<PolicyMessage>;
