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

const withCounters = (change: object) => ({ counters: { ...counters, ...change } });
test.each<[Partial<TrainerState>, string]>([
	[{ weights: new Float32Array(3) }, 'weights'],
	[{ firstMoments: new Float32Array(5) }, 'firstMoments'],
	[{ secondMoments: new Float32Array(0) }, 'secondMoments'],
	[{ counters: null }, 'counters'],
	[withCounters({ drawn: [1] }), 'counters.drawn'],
	[withCounters({ drawn: [1, -1] }), 'counters.drawn'],
	[withCounters({ drawn: null }), 'counters.drawn'],
	[withCounters({ timeline: 5 }), 'counters.timeline'],
	[withCounters({ timeline: { mixers: { 'mos {}': null } } }), 'counters.timeline.mixers.mos {}'],
	[withCounters({ announced: 'x' }), 'counters.announced'],
	[withCounters({ spent: { tokens: 'x', milliseconds: 0 } }), 'counters.spent.tokens'],
	[withCounters({ spent: { tokens: 1 } }), 'counters.spent.milliseconds'],
])('rejects a checkpoint that does not fit the run: case %#', (change, field) => {
	expect(() => readCounters({ ...state, ...change }, run)).toThrow(
		failure(
			'{field}: {message} The run cannot resume from it. Press Reset and train it again: the same seed gives the same curve.',
			{ field: `checkpoint.${field}` },
		),
	);
});
