/** A checkpoint must fit the run's model and skills. An error names the wrong field. */
import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { readCounters } from './counters.ts';
import type { TrainerState } from './trainer.ts';

const counters = {
	drawn: [3, 0],
	announced: 2,
	warned: ['Few examples.'],
	spent: { tokens: 5, milliseconds: 0.5 },
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

test.each<[Partial<TrainerState>, unknown]>([
	[
		{ weights: new Float32Array(3) },
		failure("must have {parameters} numbers, as the run's model has, not {found}.", {
			field: 'checkpoint.weights',
			parameters: 4,
			found: 3,
		}),
	],
	[
		{ firstMoments: new Float32Array(5) },
		failure(
			'{field}: {message} The run cannot resume from it. Press Reset and train it again: the same seed gives the same curve.',
			{ field: 'checkpoint.firstMoments' },
		),
	],
	[
		{ secondMoments: new Float32Array(0) },
		failure(
			'{field}: {message} The run cannot resume from it. Press Reset and train it again: the same seed gives the same curve.',
			{ field: 'checkpoint.secondMoments' },
		),
	],
	[
		{ counters: null },
		failure('must be {what}, not {input}.', {
			field: 'checkpoint.counters',
			what: 'an object',
			input: 'null',
		}),
	],
	...[[1], [1, -1], null].map((drawn): [Partial<TrainerState>, unknown] => [
		{ counters: { ...counters, drawn } },
		/^checkpoint\.counters\.drawn: must be 2 counts/,
	]),
	...(
		[
			[
				{ timeline: 5 },
				failure('must be {what}, not {input}.', {
					field: 'checkpoint.counters.timeline',
					what: 'an object',
				}),
			],
			[
				{ timeline: { mixers: { 'mos {}': null } } },
				failure('must be {what}, not {input}.', {
					field: 'checkpoint.counters.timeline.mixers.mos {}',
					what: 'an object',
				}),
			],
			[
				{ announced: 'x' },
				failure('must be {what}, not {input}.', {
					field: 'checkpoint.counters.announced',
					what: 'a step',
					input: '"x"',
				}),
			],
			[{ warned: [5] }, /warned: must be a list/],
			[
				{ spent: { tokens: 'x', milliseconds: 0 } },
				failure('must be {what}, not {input}.', {
					field: 'checkpoint.counters.spent.tokens',
					what: 'a number of 0 or more',
					input: '"x"',
				}),
			],
			[
				{ spent: { tokens: 1 } },
				failure('is missing. Add it.', { field: 'checkpoint.counters.spent.milliseconds' }),
			],
		] as const
	).map(([change, message]): [Partial<TrainerState>, unknown] => [
		{ counters: { ...counters, ...change } },
		message,
	]),
])('rejects a checkpoint that does not fit the run: case %#', (change, message) => {
	const read = () => readCounters({ ...state, ...change }, run);
	expect(read).toThrow(message);
	expect(read).toThrow(
		failure(
			'{field}: {message} The run cannot resume from it. Press Reset and train it again: the same seed gives the same curve.',
		),
	);
	expect(read).toThrow(expect.objectContaining({ code: 'input' }) as Error);
});
