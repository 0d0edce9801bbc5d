import * as v from 'valibot';
import { expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { checkedBy, object, whole } from './fields.ts';
import { quote } from './text.ts';

it('an error keeps its field’s message, and a text that looks like a message stays a text', () => {
	const schema = object({
		a: whole(1, 3),
		b: v.string(({ input }) => `${quote(input)} is not text. Choose one.`),
	});
	expect(() => checkedBy(schema, { a: 9, b: '' })).toThrow(
		failure('a whole number from {min} to {max}', { field: 'a', min: 1, max: 3 }),
	);
	const long = { id: 'x'.repeat(100), values: {} };
	expect(() => checkedBy(schema, { a: 1, b: long })).toThrow(
		/^b: \{"id":"x+… is not text\. Choose/,
	);
});

it.each([
	[v.literal('file'), 'x', /^content: must be "file", not "x"\.$/],
	[v.array(v.string()), 5, /^content: must be Array, not 5\.$/],
	[v.pipe(v.array(v.string()), v.minLength(1)), [], /^content: must be >=1, not \[\]\.$/],
])('a schema without a message says what it must be', (schema, value, message) => {
	expect(() => checkedBy(schema, value)).toThrow(message);
});
