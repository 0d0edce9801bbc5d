/** `npm run bench -- --find-mix`: what --goal and --floor say. */
import { expect, test } from 'vitest';
import { readOptions } from '../../../scripts/lib/bench/options.ts';
import { goalOf } from '../../../scripts/lib/bench/findMix.ts';

const skill = (id: string, name: string, use: 'train' | 'watch' = 'train') => ({ id, name, use });
const experiment = {
	skills: [skill('add', 'Adding'), skill('fr', 'French, spoken'), skill('old', 'Facts', 'watch')],
} as unknown as Parameters<typeof goalOf>[0];
const goal = (wish: Parameters<typeof goalOf>[1]) => goalOf(experiment, wish);

test('without a goal all trained skills count the same', () => {
	expect(goal({})).toEqual({ weights: [0.5, 0.5, 0], limit: null, highest: [null, null, null] });
});

test('a goal is a skill, or skills with weights, by id or name', () => {
	expect(goal({ goal: 'Adding' }).weights).toEqual([1, 0, 0]);
	expect(goal({ goal: 'French, spoken' }).weights).toEqual([0, 1, 0]);
	expect(goal({ goal: 'add=3, old=1' }).weights).toEqual([0.75, 0, 0.25]);
	expect(goal({ goal: 'Adding,fr' }).weights).toEqual([0.5, 0.5, 0]);
});

test('a floor is the highest loss of a skill, beside the limit', () => {
	const { options } = readWishes(['--floor', 'Adding=0.8', '--floor', 'French, spoken=1']);
	expect(goal(options)).toEqual({ weights: [0.5, 0.5, 0], limit: 0.1, highest: [0.8, 1, null] });
});

const readWishes = (words: readonly string[]) => {
	const { findMix } = readOptions(['--find-mix', '20', '--limit', '0.1', ...words]);
	return { options: findMix! };
};

test.each([
	[{ goal: 'Sorting=2' }, /--goal: there is no skill "Sorting".*Adding, French, spoken, Facts/],
	[{ goal: 'add=' }, /--goal: "add=" needs a number of 0 or more/],
	[{ goal: 'add=-1' }, /--goal: "add=-1" needs a number of 0 or more/],
	[{ goal: 'add=0' }, /--goal: all weights are 0/],
	[{ floors: ['add'] }, /--floor: "add" has no number. Write SKILL=NATS/],
	[{ floors: ['x=1'] }, /--floor: there is no skill "x"/],
])('%j is refused', (wish, message) => {
	expect(() => goal(wish)).toThrow(message);
});

test('--floor needs --find-mix', () => {
	expect(() => readOptions(['--floor', 'a=1'])).toThrow(/--floor needs --find-mix/);
});
