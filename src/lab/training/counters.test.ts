/** A checkpoint must fit the run's model and skills. An error names the wrong field. */
import { expect, test } from 'vitest';
import { readCounters } from './counters.ts';
import type { TrainerState } from './trainer.ts';

const counters = {
	drawn: [3, 0],
	announced: 2,
	warned: ['Few examples.'],
	spent: { tokens: 5, milliseconds: 0.5 },
	lossScale: [1024, 0],
	timeline: {
		mixers: { 'mos {}': { state: null } },
		artefacts: { 'raise {}': [1] },
		costs: { 'raise {}': { updates: 1, examples: 2, milliseconds: 3 } },
	},
};
const state: TrainerState = {
	step: 2,
	counters,
	weights: new Float32Array(4),
	firstMoments: new Float32Array(4),
	secondMoments: new Float32Array(4),
};
const run = { parameters: 4, trained: 2 };

test('reads saved counters, with and without the optional fields', () => {
	expect(readCounters(state, run)).toEqual(counters);
	const least = { drawn: [0, 0], announced: 0, timeline: { mixers: {} } };
	expect(readCounters({ ...state, counters: least }, run)).toEqual(least);
});

test.each<[Partial<TrainerState>, RegExp]>([
	[{ weights: new Float32Array(3) }, /^checkpoint\.weights: must have 4 numbers, .* not 3/],
	[{ weights: new Float32Array(9) }, /^checkpoint\.weights: must have 4 numbers, .* not 9/],
	[{ firstMoments: new Float32Array(5) }, /^checkpoint\.firstMoments: /],
	[{ secondMoments: new Float32Array(0) }, /^checkpoint\.secondMoments: /],
	[{ counters: null }, /^checkpoint\.counters: must be an object, not null/],
	[{ counters: 'x' }, /^checkpoint\.counters: must be an object/],
	...[[1], [1, null], [1, -1], [1, 0.5], 'ab', null].map(
		(drawn): [Partial<TrainerState>, RegExp] => [
			{ counters: { ...counters, drawn } },
			/^checkpoint\.counters\.drawn: must be 2 counts/,
		],
	),
	...(
		[
			[{ timeline: 5 }, /timeline: must be an object/],
			[{ timeline: { mixers: [] } }, /timeline\.mixers: must be an object/],
			[
				{ timeline: { mixers: { 'mos {}': null } } },
				/timeline\.mixers\.mos \{\}: must be an object/,
			],
			[{ announced: 'x' }, /announced: must be a step, not "x"/],
			[{ warned: 5 }, /warned: must be a list/],
			[{ warned: [5] }, /warned: must be a list/],
			[{ spent: { tokens: 'x', milliseconds: 0 } }, /spent\.tokens: must be 0 or more, not "x"/],
			[{ spent: { tokens: 1 } }, /spent\.milliseconds: is missing/],
			[{ lossScale: [null] }, /lossScale: must be a list of numbers/],
		] as const
	).map(([change, message]): [Partial<TrainerState>, RegExp] => [
		{ counters: { ...counters, ...change } },
		message,
	]),
])('rejects a checkpoint that does not fit the run: case %#', (change, message) => {
	const read = () => readCounters({ ...state, ...change }, run);
	expect(read).toThrow(message);
	expect(read).toThrow(/cannot resume from it\. Press Reset/);
	expect(read).toThrow(expect.objectContaining({ code: 'input' }) as Error);
});
