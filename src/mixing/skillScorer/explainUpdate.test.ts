/** The update sentence names the share that moved, and a reason only if the numbers support it. */
import { expect, test } from 'vitest';
import { statementText } from '#engine/core/message.ts';
import { explainUpdate, type UpdateFacts } from './explainUpdate.ts';

const sentence = (more: Partial<UpdateFacts>) =>
	statementText(
		explainUpdate({
			reward: 'difficulty',
			names: ['Sorting', 'Addition'],
			isText: [false, false],
			rewards: [0.41, 0.6],
			earlier: [0.5, 0.6],
			fixed: [0.41, 0.59],
			before: [0.5, 0.5],
			after: [0.46, 0.54],
			steps: 20,
			...more,
		}),
	);

test('a share follows its reward', () => {
	expect(sentence({})).toBe(
		'Difficulty of Sorting fell by 18 %, so its share went from 50 % to 46 %.',
	);
	expect(sentence({ rewards: [0.75, 0.6], after: [0.55, 0.45], reward: 'error-rate' })).toBe(
		'Error rate of Sorting rose by 50 %, so its share went from 50 % to 55 %.',
	);
	expect(sentence({ reward: 'error-rate', isText: [true, false] })).toMatch(
		/^Loss ratio of Sorting/,
	);
	expect(sentence({ reward: 'similarity' })).toMatch(/^Similarity of Sorting/);
});

test('the first update has no previous reward to compare', () => {
	expect(sentence({ earlier: null, after: [0.46, 0.54] })).toBe(
		'Difficulty of Sorting is 0.41, 41 % of all rewards, so its share went from 50 % to 46 %.',
	);
});

test('a share that moves against its reward is explained by all rewards', () => {
	const three = (first: number, others: number) => ({
		names: ['Sorting', 'Addition', 'Lists'],
		isText: [false, false, false],
		rewards: [first, others, others],
		earlier: [0.5, 0.3, 0.3],
		fixed: [first, others, others].map((reward) => reward / (first + 2 * others)),
		before: [0.4, 0.3, 0.3],
		after: [0.36, 0.32, 0.32],
	});
	expect(sentence(three(0.55, 0.6))).toBe(
		'Difficulty of Sorting rose by 10 % and is now 31.4 % of all rewards, ' +
			'so its share went from 40 % to 36 %.',
	);
	expect(sentence(three(0.5, 0.5))).toBe(
		'Difficulty of Sorting stayed at 0.5, 33.3 % of all rewards, ' +
			'so its share went from 40 % to 36 %.',
	);
	expect(sentence(three(0.55, 0.3))).toBe(
		'Difficulty of Sorting rose by 10 %, ' +
			'and all rewards together moved its share from 40 % to 36 %.',
	);
});

test('no share moves: at the fixed point, or because the steps are small', () => {
	const still = { before: [0.4, 0.6], after: [0.40004, 0.59996] };
	expect(sentence({ ...still, fixed: [0.4004, 0.5996] })).toMatch(
		/^After 20 steps no share .* have reached R\/ΣR\.$/,
	);
	expect(sentence(still)).toMatch(
		/^After 20 steps no share moved by more than 0\.004 points: .* small/,
	);
});

test('one skill alone, and rewards that are all 0', () => {
	expect(sentence({ names: ['Sorting'] })).toBe(
		'Only one skill is trained, so its share stays 100 %.',
	);
	expect(sentence({ fixed: null })).toBe(
		'The shares stay the same: after 20 steps every reward was 0.',
	);
});
