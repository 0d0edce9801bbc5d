/** The closed forms of the synthetic world. */
import { describe, expect, test } from 'vitest';
import type { ExampleRef } from '#mixing/policy.ts';
import { learnable } from '../../../../scripts/world/named.ts';
import { World, type WorldSpec } from '../../../../scripts/world/World.ts';

const row = (index: number, more: Partial<ExampleRef> = {}): ExampleRef => ({
	skill: 0,
	part: 'validation',
	index,
	...more,
});

describe('losses', () => {
	test('fall to the floor, the format first; rows differ in height', () => {
		const world = new World({
			kind: 'skills',
			skills: [learnable('a', { loss: 3, floor: 1, format: 5, rate: 0.5 })],
		});
		expect(world.loss(row(0))).toBe(8);
		world.train([1]);
		const expected = 1 + 2 * Math.exp(-0.5) + 5 * Math.exp(-2);
		expect(world.loss(row(0))).toBeCloseTo(expected, 12);
		expect(world.loss(row(4))).toBeCloseTo(1.2 * expected, 12);
		for (let step = 0; step < 100; step++) world.train([1]);
		expect(world.meanLoss(0)).toBeCloseTo(world.meanFloor(0), 6);
		expect(world.baseLoss(row(0))).toBe(8);
	});
	test('transfer helps or harms other skills', () => {
		const world = new World({
			kind: 'skills',
			skills: [learnable('a', { rate: 1 }), learnable('b', { rate: 0.5 })],
			transfer: [
				[1, -2],
				[3, 1],
			],
		});
		world.train([0.75, 0.25]);
		expect(world.progress).toEqual([0.75 + 0.75, 0.5 * (0.75 * -2 + 0.25)]);
	});
	test('a long answer is right later than a short one at the same loss', () => {
		const world = new World({
			kind: 'skills',
			skills: [learnable('short', { rate: 1 }), learnable('long', { rate: 1, tokens: 20 })],
		});
		world.progress = [2, 2];
		expect([world.shareRight(0), world.shareRight(1)]).toEqual([1, 0]);
		expect(world.loss(row(0))).toBe(world.loss(row(0, { skill: 1 })));
	});
	test('wrong rows keep their loss and teach nothing; an auxiliary model knows them', () => {
		const spec = { kind: 'skills', skills: [learnable('a', { noise: 0.3, rate: 1 })] } as const;
		const world = new World({ ...spec, auxiliary: true });
		const train = Array.from({ length: 100 }, (_, index) => row(index, { part: 'train' }));
		const wrong = train.filter((ref) => world.isWrong(ref));
		expect(wrong).toHaveLength(30);
		world.trainOn(wrong);
		expect(world.progress).toEqual([0]);
		world.trainOn(train);
		expect(world.progress[0]).toBeCloseTo(0.7, 12);
		for (const ref of wrong) expect(world.loss(ref)).toBe(world.baseLoss(ref));
		const { values } = world.measure({
			kind: 'measure',
			id: '',
			quantities: ['auxiliaryLoss'],
			examples: [wrong[0], train.find((ref) => !world.isWrong(ref))!],
		});
		expect(values.auxiliaryLoss![0]).toBeGreaterThan(values.auxiliaryLoss![1] + 1);
	});
	test('states and token counts are flat, in the order of the probe', () => {
		const world = new World({ kind: 'skills', skills: [learnable('a'), learnable('b')] });
		world.progress = [0, 0.5];
		const { values } = world.measure({
			kind: 'measure',
			id: '',
			examples: [row(2, { skill: 1 }), row(3)],
			quantities: ['state', 'baseState', 'promptTokens', 'answerTokens'],
		});
		expect(Object.entries(values).map(([name, list]) => [name, [...list]])).toEqual([
			['state', [0, 1, 0.5, 1, 0, 0]],
			['baseState', [0, 1, 0, 1, 0, 0]],
			['promptTokens', [5, 6]],
			['answerTokens', [2, 3]],
		]);
	});
	test('a virtual step restores the world', () => {
		const world = new World({ kind: 'skills', skills: [learnable('a', { format: 1 })] });
		const result = world.answer({
			kind: 'virtualStep',
			id: 'a',
			train: [row(0, { part: 'train' })],
			examples: [row(0)],
		});
		if (result.kind !== 'virtualStep') throw new Error('no virtual step');
		expect(result.after[0]).toBeLessThan(result.before[0]);
		expect([world.progress, world.practice]).toEqual([[0], [0]]);
	});
	test('loss weights change how much the rows of a skill teach', () => {
		const world = new World({ kind: 'skills', skills: [learnable('a'), learnable('b')] });
		const rows = [row(0, { part: 'train' }), row(0, { part: 'train', skill: 1 })];
		world.trainOn(rows, [1.5, 0.5]);
		const weighed = world.progress;
		const shared = world.fresh();
		shared.train([0.75, 0.25]);
		expect(weighed).toEqual(shared.progress);
	});
	test('a product of gradients is the fall of the loss by a small step', () => {
		const spec: WorldSpec = {
			kind: 'skills',
			skills: [learnable('a', { rate: 1e-4 }), learnable('b', { rate: 2e-4 })],
			transfer: [
				[1, 0.5],
				[0, 1],
			],
		};
		const world = new World(spec);
		world.progress = [0.3, 0.2];
		const train = [row(1, { part: 'train' }), row(2, { part: 'train', skill: 1 })];
		const examples = [row(3), row(1, { skill: 1 })];
		const probe = { id: 'g', train, trainGroup: 1, examples, exampleGroup: 1 } as const;
		const result = world.answer({ kind: 'gradients', ...probe });
		if (result.kind !== 'gradients') throw new Error('no gradients');
		const fall = (i: number, j: number) => {
			const step = world.answer({ kind: 'virtualStep', id: '', train: [train[i]], examples });
			if (step.kind !== 'virtualStep') throw new Error('no virtual step');
			return step.before[j] - step.after[j];
		};
		// 32-bit losses near 1 have steps of 1e-7.
		expect(Math.abs(result.products[1][0] - fall(0, 1))).toBeLessThan(3e-7);
		expect(Math.abs(result.products[1][1] - fall(1, 1))).toBeLessThan(3e-7);
		expect(Math.abs(result.products[0][1])).toBe(0);
		expect(result.products[1][0]).toBeGreaterThan(1e-5);
	});
});
