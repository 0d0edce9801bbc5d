import { expect, test } from 'vitest';
import { readStored, start, writeStored } from './progress.ts';

const stored = (value: unknown) => readStored({ getItem: () => JSON.stringify(value) });

test('one entry that cannot be read costs no other lesson', () => {
	const own = { id: 'a', file: 'a.md', text: 'A lesson' };
	const whole = { open: 'first', lessons: { first: { ...start, step: 2 } }, own: [own] };
	expect(stored(whole)).toEqual(whole);
	const lessons = { ...whole.lessons, broken: { ...start, kept: { share: null } } };
	expect(stored({ ...whole, lessons, own: [{ id: 1 }, own] })).toEqual(whole);
	expect(stored({ own: 'none' })).toEqual({ open: null, lessons: {}, own: [] });
});

test('a long text and a long name of a file are there at the next visit', () => {
	let text = '';
	const own = [{ id: 'a', file: 'f'.repeat(400), text: 't'.repeat(150_000) }];
	writeStored({ setItem: (_, content) => (text = content) }, { open: 'a', lessons: {}, own });
	expect(readStored({ getItem: () => text })).toEqual({ open: 'a', lessons: {}, own });
});
