/** Compares the message of an error by its English text and its values. */
import { expect } from 'vitest';
import { isObject, type Json, type JsonObject } from '#engine/core/json.ts';
import { englishText, type Message } from '#engine/core/message.ts';

/**
 * Matches an error whose message is the English `text`, or has it inside, with these values among
 * its own, those of the messages inside and its data. A value that is a message is compared by its
 * English text.
 *
 *   expect(read).toThrow(failure('must be {what}, not {input}.', { field: 'steps', input: '0' }))
 */
export const failure = (text: string, values: JsonObject = {}): unknown =>
	expect.toSay(text, values);

/** Matches an error of the input whose message or data have these values, whatever its text is. */
export const refusal = (values: JsonObject): unknown => expect.toSay(null, values);

declare module 'vitest' {
	interface AsymmetricMatchersContaining {
		toSay(text: string | null, values: JsonObject): unknown;
	}
}

expect.extend({
	toSay(error: unknown, text: string | null, values: JsonObject) {
		const { code, statement, data } = (error ?? {}) as {
			code?: string;
			statement?: Json;
			data?: JsonObject;
		};
		const messages = messagesIn(statement);
		const facts = [data ?? {}, ...messages.map((message) => message.values)].flatMap(
			Object.entries,
		);
		const pass =
			(text === null ? code === 'input' : messages.some(({ id }) => id === text)) &&
			Object.entries(values).every(([name, value]) =>
				facts.some(([key, fact]) => key === name && this.equals(plain(fact), plain(value))),
			);
		return {
			pass,
			message: () =>
				`expected ${text ?? 'wrong input'} with ${JSON.stringify(values)}, ` +
				`but it was ${JSON.stringify(statement)}`,
		};
	},
});

const isMessage = (value: unknown): value is Message =>
	isObject(value) && 'id' in value && 'values' in value;
const plain = (value: unknown): unknown => (isMessage(value) ? englishText(value) : value);

/** A message and those among its values, at any depth. */
function messagesIn(value: unknown): Message[] {
	if (Array.isArray(value)) return value.flatMap(messagesIn);
	if (!isMessage(value)) return [];
	return [value, ...Object.values(value.values).flatMap(messagesIn)];
}
