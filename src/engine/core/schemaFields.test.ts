/** A schema's fields by path, and values without what has its default. */
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { above0, defaulted, list, object, oneOf, text, whole } from './fields.ts';
import { say } from './message.ts';
import { withoutDefaults } from './schemaFields.ts';

const schema = object({
	steps: whole(1, 9),
	rate: object({ peak: above0(1) }),
	mode: defaulted(oneOf(['plain', 'mixed']), 'plain'),
	part: v.exactOptional(object({ name: text(5), flag: defaulted(v.boolean(), false) })),
	skills: list(object({ id: text(3) }), say('skills'), 2),
	limit: v.variant('kind', [
		object({ kind: v.literal('tokens'), tokens: whole(1, 2) }),
		object({ kind: v.literal('seconds'), seconds: above0(3) }),
	]),
});

test('defaults are left out at every depth, and other values stay in their order', () => {
	const value = { steps: 1, mode: 'plain', part: { name: 'a', flag: false } };
	expect(withoutDefaults(schema, value)).toEqual({ steps: 1, part: { name: 'a' } });
	const other = { part: { flag: true, name: 'a' }, mode: 'mixed' };
	expect(JSON.stringify(withoutDefaults(schema, other))).toBe(JSON.stringify(other));
});
