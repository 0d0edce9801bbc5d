import { expect, test } from 'vitest';
import { readStored, start, writeStored } from './progress.ts';

const stored = (value: unknown) => readStored({ getItem: () => JSON.stringify(value) });

test('one entry that cannot be read costs no other lesson', () => {
	const lesson = { id: 'a', file: 'a.md', text: 'A lesson' };
	const whole = { open: 'first', lessons: { first: { ...start, step: 2 } }, own: [lesson] };
	expect(stored(whole)).toEqual(whole);
	const lessons = { ...whole.lessons, broken: { ...start, kept: { share: null } } };
	expect(stored({ ...whole, lessons, own: [{ id: 1 }, lesson] })).toEqual(whole);
	expect(stored({ own: 'none' })).toEqual({ open: null, lessons: {}, own: [] });
});

test('a long text and a long name of a file are there at the next visit', () => {
	let text = '';
	const lesson = { id: 'a', file: 'f'.repeat(400), text: 't'.repeat(150_000) };
	const whole = { open: 'a', lessons: {}, own: [lesson] };
	writeStored({ setItem: (_, content) => (text = content) }, whole);
	expect(readStored({ getItem: () => text })).toEqual(whole);
});
