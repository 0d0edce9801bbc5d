import { expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { runRecord } from '../../../tests/support/labValues.ts';
import { checkedDescription, describedRun, keepDescription } from './runDescription.ts';

test('texts are trimmed; repeated and empty tags are removed', () => {
	expect(checkedDescription({ name: ' a ', tags: ['x', ' x ', '', 'y'], notes: '\n' })).toEqual({
		name: 'a',
		tags: ['x', 'y'],
		notes: '',
	});
	expect(checkedDescription({})).toEqual({});
});

test.each([
	['name', { name: 'x'.repeat(121) }],
	['tags[1]', { tags: ['a', 'x'.repeat(41)] }],
	['tags', { tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }],
	['tags', { tags: 'a' as unknown as string[] }],
	['notes', { notes: 7 as unknown as string }],
])('what cannot be stored is refused by its field: %s', (field, change) => {
	expect(() => checkedDescription(change)).toThrow(InputError);
	expect(() => checkedDescription(change)).toThrow(
		new RegExp(`^${field.replace(/[[\]]/g, '.')}: `),
	);
});

test('a change keeps other parts, and removes empty ones', () => {
	const named = describedRun(runRecord(), { name: 'First', tags: ['a'], notes: 'n' });
	expect(named).toEqual({ ...runRecord(), name: 'First', tags: ['a'], notes: 'n' });
	expect(describedRun(named, { name: 'Second' })).toMatchObject({ name: 'Second', tags: ['a'] });
	expect(describedRun(named, { name: '', tags: [], notes: '' })).toEqual(runRecord());
});

test('the stored description counts, not that of the training code', () => {
	const stored = { name: 'Stored', tags: ['a'] };
	const next = runRecord({ end: 'finished', name: 'older', notes: 'older' });
	expect(keepDescription(next, stored)).toEqual({ ...runRecord({ end: 'finished' }), ...stored });
});
