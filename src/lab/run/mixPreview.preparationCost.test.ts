import { expect, test } from 'vitest';
import { mixingPolicies } from '#mixing/index.ts';
import { preparationCost, type MixQuestion } from './mixPreview.ts';

const skill = (id: string, use = 'train') => ({
	id,
	name: id,
	version: 1,
	use,
	sha256: 'a'.repeat(64),
});
const counts = [300, 100, 50].map((train) => ({ train, validation: 40, heldOut: 10 }));
const question = (id: string, settings = {}): MixQuestion => ({
	skills: [skill('large'), skill('watched', 'watch'), skill('small')] as MixQuestion['skills'],
	batching: { size: 32, context: 512, layout: 'packed' },
	steps: 300,
	seed: 1,
	segment: { fromStep: 0, id, settings },
});

test('RAISE by default: 40 roll-outs as long as the run, and their measurements', () => {
	const cost = preparationCost(question('raise'), counts);
	expect(cost?.updates).toBe(40 * 300);
	// 64 validation examples after each step, and 350 trained examples twice.
	expect(cost?.steps).toBeCloseTo(12_000 + (12_000 * 64 + 700) / 96, 3);
	expect(preparationCost(question('raise', { episodeSteps: 30 }), counts)?.updates).toBe(1200);
	expect(preparationCost(question('raise', { mode: 'online' }), counts)).toBeNull();
});

test('Skill-It: 20 steps on each trained skill alone', () => {
	expect(preparationCost(question('skill-it'), counts)).toEqual({
		updates: 40,
		steps: 40 + (16 * 2 * 3) / 96,
	});
});

test('LESS: its warm-up, and gradients of rows alone, which no batch shares', () => {
	const cost = preparationCost(question('less', { targets: ['small'] }), counts);
	// 5 % of 350 rows are one batch an epoch. A gradient alone takes as long as five in a batch.
	expect(cost?.updates).toBe(4);
	expect(cost?.steps).toBeCloseTo(4 + (4 * (5 * 350 + 16)) / 32, 9);
});

test('each policy that prepares has a cost, and no other one', () => {
	for (const { id, prepare } of mixingPolicies)
		expect(preparationCost(question(id), counts) !== null, id).toBe(prepare !== undefined);
	expect(preparationCost(question('raise'), [counts[0], undefined, undefined])).toBeNull();
});
