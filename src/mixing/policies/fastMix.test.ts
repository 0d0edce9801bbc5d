/** FastMix: its gradient against differences of the loss, its probes, its weights, and resuming. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import { createMixer, expectClose, makeContext } from '../mixer.test-support.ts';
import type { GradientProbe, MixContext, Mixer } from '../policy.ts';
import { softmaxShares } from '../shares.ts';
import { explained } from '../world/lap.ts';
import { learnable } from '../world/named.ts';
import { World, type WorldSpec } from '../world/World.ts';
import { logitGradient } from './fastMix.ts';

const runOf = (more: Partial<MixContext> = {}) =>
	makeContext([100, 60, 80], {
		batchSize: 12,
		totalSteps: 60,
		random: randomStream(3, 'fm'),
		...more,
	});
const create = (settings: JsonObject = {}, context = runOf()) =>
	createMixer('fastmix', settings, context);

/** Quadratic losses ½|θ − optimum|², whose gradients are θ − optimum. */
const optima = [
	[1, 0],
	[0.9, 0.2],
	[-1, 0.1],
];
const spec: WorldSpec = {
	kind: 'shared',
	skills: optima.map((optimum, i) =>
		learnable(`s${i}`, { rows: 100, validationRows: 8, loss: 1, rate: 1, tokens: 4, optimum }),
	),
};
const update = (mixer: Mixer, world: World, step: number) => {
	const probes = mixer.probes(step);
	mixer.observe({
		step,
		batchLoss: [null, null, null],
		results: probes.map((probe) => world.answer(probe)),
	});
	return probes;
};

test('the gradient of z is that of the validation loss after one step on p', () => {
	const logits = [0.3, -0.2, 0.5];
	const theta = [0.2, -0.4];
	const target = 1;
	const learningRate = 1e-4;
	const gradients = optima.map((optimum) => theta.map((x, d) => x - optimum[d]));
	const lossAfter = (z: readonly number[]) => {
		const shares = softmaxShares(z);
		const after = theta.map(
			(x, d) => x - learningRate * shares.reduce((sum, p, i) => sum + p * gradients[i][d], 0),
		);
		return after.reduce((sum, x, d) => sum + (x - optima[target][d]) ** 2 / 2, 0);
	};
	const products = gradients.map((gradient) =>
		gradient.reduce((sum, x, d) => sum + x * gradients[target][d], 0),
	);
	const h = 1e-3;
	const differences = logits.map((_, i) => {
		const moved = (by: number) => logits.map((z, j) => (i === j ? z + by : z));
		return (lossAfter(moved(h)) - lossAfter(moved(-h))) / (2 * h);
	});
	logitGradient(softmaxShares(logits), products, learningRate).forEach((value, i) =>
		// The rest is the curvature of the loss over one step, which is about α of it.
		expect(Math.abs(value - differences[i])).toBeLessThan(2 * learningRate ** 2),
	);
});

describe('the probe', () => {
	test('is due every so many steps, after the first one', () => {
		const due = Array.from({ length: 42 }, (_, i) => i - 1).filter(
			(step) => create().probes(step).length > 0,
		);
		expect(due).toEqual([9, 19, 29, 39]);
		expect(create().learns).toBe('probes');
	});

	test('compares rows of each skill with validation rows of the targets', () => {
		const mixer = create({ targets: ['s0', 's2'], rows: 4 });
		const [probe] = mixer.probes(9) as GradientProbe[];
		expect(probe).toMatchObject({ kind: 'gradients', trainGroup: 4, exampleGroup: 8 });
		expect(probe.train.map(({ skill }) => skill)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
		expect(probe.train.every(({ part }) => part === 'train')).toBe(true);
		expect(probe.examples.map(({ skill }) => skill)).toEqual([0, 0, 0, 0, 2, 2, 2, 2]);
		expect(probe.examples.every(({ part }) => part === 'validation')).toBe(true);
		expect(mixer.probes(9)).toEqual([probe]);
		expect(mixer.probes(19)).not.toEqual([probe]);
	});

	test('takes training rows of a target without validation rows, with a warning', () => {
		const context = makeContext([40, 40], { validationSize: 0 });
		const mixer = create({}, context);
		expect((mixer.probes(9) as GradientProbe[])[0].examples[0].part).toBe('train');
		expect(explained(mixer).warnings).toHaveLength(1);
	});

	test('one skill is never compared', () => {
		expect(create({}, makeContext([40])).probes(9)).toEqual([]);
	});
});

describe('the weights', () => {
	test('weigh losses: the draws stay equal', () => {
		const mixer = create({ targets: ['s0'] });
		update(mixer, new World(spec), 9);
		const plan = mixer.plan(10);
		expect(plan).toMatchObject({ by: 'weights', sampling: [1 / 3, 1 / 3, 1 / 3] });
		expect(plan.weights[0]).toBeGreaterThan(1 / 3);
	});

	test('one update is a step of Adam: z_i moves by the rate, in the sign of its gradient', () => {
		const mixer = create({ targets: ['s0'], rate: 0.05 });
		const world = new World(spec);
		update(mixer, world, 9);
		// At θ = 0 the gradients are −optimum.
		const products = optima.map(([x]) => x);
		const signs = products.map((product) => Math.sign(product - mean(products)));
		// ε is 1e-8 of a gradient of about 0.1.
		expectClose(mixer.plan(10).weights, softmaxShares(signs.map((sign) => 0.05 * sign)), 7);
	});

	test('equal products move nothing', () => {
		const mixer = create();
		const [probe] = mixer.probes(9) as GradientProbe[];
		const equal = Float64Array.of(2, 2, 2);
		mixer.observe({
			step: 9,
			batchLoss: [null, null, null],
			results: [
				{
					kind: 'gradients',
					id: probe.id,
					products: [equal],
					targetNorms: equal.slice(0, 1),
					trainNorms: equal,
					learningRate: 1e-3,
				},
			],
		});
		expectClose(mixer.plan(10).weights, [1 / 3, 1 / 3, 1 / 3], 12);
	});

	test('a skill that pulls the target the other way loses most of its weight', () => {
		const mixer = create({ targets: ['s0'], rate: 0.1 });
		const world = new World(spec);
		for (let step = 0; step < 300; step++) {
			update(mixer, world, step);
			// θ follows the weighted losses, slowly enough to stay on its way.
			const { weights } = mixer.plan(step);
			world.train(weights.map((weight) => 0.005 * weight));
		}
		const { weights } = mixer.plan(300);
		expect(weights[2]).toBeLessThan(0.05);
		expect(weights[0] + weights[1]).toBeGreaterThan(0.95);
	});
});

test('it explains its weights, and a resumed mixer goes on with the same bits', () => {
	const world = new World(spec);
	const mixer = create({ targets: ['s0'] });
	expect(explained(mixer).sentence).toMatch(/no gradient is compared yet/);
	update(mixer, world, 9);
	const { sentence, traces } = explained(mixer);
	expect(sentence).toMatch(/the shares weigh their losses.*gradient product/);
	expectClose(traces[0].values as number[], [1, 0.9, -1], 12);
	const saved = JSON.parse(JSON.stringify(mixer.state())) as JsonObject;
	const resumed = createMixer('fastmix', { targets: ['s0'] }, runOf(), { saved });
	expect(explained(resumed)).toEqual(explained(mixer));
	update(mixer, world, 19);
	update(resumed, world, 19);
	expect(resumed.plan(20)).toEqual(mixer.plan(20));
	expect(resumed.state()).toEqual(mixer.state());
});
