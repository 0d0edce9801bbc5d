import { expect, it } from 'vitest';
import { splitIntoSubmissions } from './submissions.ts';

const dispatch = (flops: number, bytes = 0) => ({
	flops,
	regions: [{ buffer: 'temporaries 0', offset: 0, size: bytes }],
});
const ends = (...parameters: Parameters<typeof splitIntoSubmissions>) =>
	splitIntoSubmissions(...parameters).map(({ end }) => end);

it('fills submissions up to the limit, in order', () => {
	const list = [30, 30, 30, 30, 100, 300, 10].map((flops) => dispatch(flops));
	expect(splitIntoSubmissions(list, 100)).toEqual([
		{ first: 0, end: 3 },
		{ first: 3, end: 4 },
		{ first: 4, end: 5 },
		{ first: 5, end: 6 },
		{ first: 6, end: 7 },
	]);
	expect(ends([], 100)).toEqual([0]);
});
