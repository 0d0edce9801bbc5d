/** RegMix: the mix found for laws with a known optimum, kept ratios, and its artefact. */
import { explained } from '../world/lap.ts';
import { preparationIn, restoredIn } from '../world/preparation.ts';
import { World } from '../world/transferWorld.test-support.ts';
import { describe, expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import { dirichletShares } from '../dirichlet.ts';
import type { MixContext } from '../policy.ts';
import { temperatureShares } from '../shares.ts';
import { drawShares, findMix, listGroups, parseTrials, regMix } from './regMix.ts';
import { makeContext } from '../mixer.test-support.ts';

const runOf = (sizes: readonly number[] = [100, 100, 100]) =>
	makeContext(sizes, {
		validationSize: 20,
		batchSize: 12,
		totalSteps: 60,
		random: randomStream(3, 'regmix'),
	});
const toValues = (settings: JsonObject) => parseParameters(regMix.parameters, settings, 'settings');
/** Trials whose loss is a known function of the mix. */
const makeTrials = (context: MixContext, lossesOf: (shares: readonly number[]) => number[]) =>
	Array.from({ length: 64 }, (_, t) => {
		const groups = listGroups({ keep: {}, tau: 1 }, context);
		const shares = drawShares(groups, 20, context.random.child(`trial ${t}`));
		const losses = lossesOf(shares);
		const byId = (list: readonly number[]) =>
			Object.fromEntries(context.skills.map(({ id }, i) => [id, list[i]]));
		return { shares: byId(shares), losses: byId(losses) };
	});
const world = () =>
	new World([
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 4],
	]);

test('Dirichlet draws have the mean of their weights, also far below 1', () => {
	const weights = [0.02, 0.06, 0.12];
	const draws = Array.from({ length: 4000 }, (_, i) => {
		const stream = randomStream(i, 'draws');
		return dirichletShares(weights, (g) => stream.child(`${g}`));
	});
	weights.forEach((weight, g) =>
		expect(mean(draws.map((draw) => draw[g]))).toBeCloseTo(weight / 0.2, 1),
	);
	for (const draw of draws) expect(draw.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
});

describe('the mix of a known law', () => {
	const context = runOf();
	const find = (law: 'trees' | 'exponential' | 'linear', best = 8) => {
		const trials = makeTrials(context, (q) => q.map((share, i) => Math.exp(-(i + 1) * share)));
		const values = { ...toValues({ law, best, tau: 1 }), draws: 4000 };
		return findMix(trials, [0, 1, 2], values, context)!;
	};
	test('exponential: near the minimum of Σ_j exp(−(j + 1) q_j), where slopes are equal', () => {
		// (j + 1) exp(−(j + 1) q_j) = λ and Σ q = 1 give these shares.
		const term = (j: number) => Math.log(j + 1) / (j + 1);
		const inverse = 1 + 1 / 2 + 1 / 3;
		const lambda = (term(0) + term(1) + term(2) - 1) / inverse;
		const best = [0, 1, 2].map((j) => (Math.log(j + 1) - lambda) / (j + 1));
		find('exponential').weights.forEach((share, j) =>
			expect(Math.abs(share - best[j])).toBeLessThan(0.03),
		);
	});
	test('linear: the skill with the steepest slope takes almost all', () => {
		expect(find('linear').weights[2]).toBeGreaterThan(0.9);
	});
	test('trees: better than equal shares by the true law', () => {
		const truth = (q: readonly number[]) => mean(q.map((share, i) => Math.exp(-(i + 1) * share)));
		const { weights, law } = find('trees');
		expect(truth(weights)).toBeLessThan(truth([1 / 3, 1 / 3, 1 / 3]) - 0.005);
		expect(law.trials).toHaveLength(64);
		expect(law.axes.map(({ label }) => label)).toEqual(['Adding', 'Sorting', 'Facts']);
	});
	test('λ KL(q ‖ p) with a linear law t · q: q ∝ p exp(−t / λ)', () => {
		const sizes = runOf([100, 200, 300]);
		const slopes = [0.2, 0.1, 0.4];
		const trials = makeTrials(sizes, (q) => [
			q.reduce((sum, share, g) => sum + share * slopes[g], 1),
		]);
		const settings = { law: 'linear', best: 4, tau: 1, kl: 0.3 };
		const { weights } = findMix(trials, [0], { ...toValues(settings), draws: 8000 }, sizes)!;
		const amounts = slopes.map((slope, g) => ((g + 1) / 6) * Math.exp(-slope / 0.3));
		const sum = amounts.reduce((a, b) => a + b);
		weights.forEach((share, g) => expect(Math.abs(share - amounts[g] / sum)).toBeLessThan(0.02));
	});
	test('no skill has more than its epochs, also in a kept group; too few are an error', () => {
		// 720 examples: 3 epochs of 100 rows are a share of 5 / 12.
		const trials = makeTrials(context, (q) => q.map((share, i) => Math.exp(-(i + 1) * share)));
		const find = (settings: JsonObject) =>
			findMix(
				trials,
				[0, 1, 2],
				{ ...toValues({ law: 'linear', best: 1, ...settings }), draws: 4000 },
				context,
			)!.weights;
		expect(find({})[2]).toBeGreaterThan(0.9);
		const capped = find({ epochs: 3 });
		expect(capped[2]).toBeLessThanOrEqual(5 / 12);
		expect(capped[2]).toBeGreaterThan(0.38);
		const keepMix = find({ epochs: 3, keep: { s1: 2, s2: 3 } });
		expect(keepMix[2]).toBeLessThanOrEqual(5 / 12);
		expect(keepMix[2]).toBeCloseTo(1.5 * keepMix[1], 9);
		expect(() => find({ epochs: 2 })).toThrow(
			failure(
				'each of {draws, number, count} random mixes repeats a skill for more than {epochs, number, digits3} {epochs, plural, one {epoch} other {epochs}} in this run. Allow more epochs, or train fewer steps.',
				{ field: 'epochs', draws: 4000, epochs: 2 },
			),
		);
	});
	test('a trial is predicted by a law that was fitted without it', () => {
		const wrong = makeTrials(context, () => [1, 1, 1]);
		wrong[5] = { ...wrong[5], losses: { s0: 9, s1: 9, s2: 9 } };
		const { law } = findMix(wrong, [0, 1, 2], { ...toValues({}), draws: 100 }, context)!;
		expect(law.trials[5].measured).toBe(9);
		expect(law.trials[5].predicted).toBeCloseTo(1, 9);
	});
});

test('a run: trials, then fixed shares near the minimum of Σ_j exp(−r_j q_j)', async () => {
	const context = runOf();
	const values = toValues({ trials: 48, trialSteps: 20, law: 'exponential', draws: 2000 });
	const restored = await restoredIn(world(), regMix, values, context);
	const mixer = regMix.createMixer(values, context, restored);
	const { weights } = mixer.plan(0);
	// After 20 steps r = (1, 1, 4); equal slopes r_j exp(−r_j q_j) give these shares.
	[0.29, 0.29, 0.42].forEach((share, j) => expect(Math.abs(weights[j] - share)).toBeLessThan(0.03));
	const { sentence, law } = explained(mixer);
	expect(sentence).toMatch(
		/^This is the mean of the mixes with the lowest predicted loss, \d\.\d+ /,
	);
	expect(law?.trials).toHaveLength(48);
});

test.each([
	['trees', 8, 1],
	['trees', 10, 0],
	['linear', 8, 0],
])('%s after %i trials: %i warnings', async (law, trials, warnings) => {
	const [context, values] = [runOf(), toValues({ law, trials, trialSteps: 4, draws: 100 })];
	const mixer = regMix.createMixer(
		values,
		context,
		await restoredIn(world(), regMix, values, context),
	);
	expect(explained(mixer).warnings).toHaveLength(warnings);
});

test('a run that repeats every mix too often is refused before the trials', async () => {
	const context = runOf([10, 10, 10]);
	const never = preparationIn(world(), context, {
		rollOut: () => Promise.reject(new Error('trained')),
	});
	await expect(regMix.prepare!(toValues({ epochs: 4 }), context, never)).rejects.toThrow(
		failure(
			'each of {draws, number, count} random mixes repeats a skill for more than {epochs, number, digits3} {epochs, plural, one {epoch} other {epochs}} in this run. Allow more epochs, or train fewer steps.',
			{ field: 'epochs', draws: 20_000, epochs: 4 },
		),
	);
});

test('an interrupted preparation goes on to the same artefact', async () => {
	const context = runOf();
	const values = toValues({ trials: 8, trialSteps: 4 });
	const stages: Json[] = [];
	const save = (progress: Json) => void stages.push(progress);
	const whole = await regMix.prepare!(values, context, preparationIn(world(), context, { save }));
	const saved = stages[4];
	const rest = preparationIn(world(), context, { saved });
	expect(await regMix.prepare!(values, context, rest)).toEqual(whole);
	expect(regMix.preparationCost!(values, context)).toEqual({ updates: 32, measured: 768 });
});

describe('kept ratios (Olmix)', () => {
	test('kept skills stay in their ratio, and only the group and new skills are tried', async () => {
		const context = runOf([100, 300, 100]);
		const values = toValues({ keep: { s0: 3, s1: 1 }, trials: 24, trialSteps: 10, draws: 500 });
		const restored = await restoredIn(world(), regMix, values, context);
		const trials = parseTrials(restored.artefact!, context);
		for (const { shares } of trials) expect(shares.s0).toBeCloseTo(3 * shares.s1, 9);
		const mixer = regMix.createMixer(values, context, restored);
		const { weights } = mixer.plan(0);
		expect(weights[0] / weights[1]).toBeCloseTo(3, 9);
		const axes = explained(mixer).law!.axes;
		expect(axes.map(({ label }) => label)).toEqual(['Facts', 'Adding + Sorting']);
		const prior = temperatureShares(context.skills, 2);
		expect(listGroups(values, context)[1].prior).toBeCloseTo(prior[0] + prior[1], 12);
	});
	test('after a removal all skills are kept: nothing is trained', async () => {
		const context = runOf();
		const values = toValues({ keep: { s0: 1, s1: 2, s2: 1 } });
		const never = preparationIn(world(), context, {
			rollOut: () => Promise.reject(new Error('trained')),
		});
		const artefact = await regMix.prepare!(values, context, never);
		const survey = await regMix.survey!(values, context, never, artefact ?? undefined);
		const mixer = regMix.createMixer(values, context, { artefact: artefact!, survey });
		expect(mixer.plan(0).weights).toEqual([0.25, 0.5, 0.25]);
		expect(explained(mixer).sentence).toMatch(/^The ratios of all skills are kept/);
		expect(regMix.preparationCost!(values, context)).toEqual({ updates: 0, measured: 0 });
	});
	test('one skill has nothing to try', async () => {
		const context = runOf([100]);
		const values = toValues({});
		const restored = await restoredIn(new World([[1]]), regMix, values, context);
		const mixer = regMix.createMixer(values, context, restored);
		expect(explained(mixer).sentence).toBe('Only Adding is trained, so no mix was tried.');
		expect(regMix.preparationCost!(values, context)).toEqual({ updates: 0, measured: 0 });
	});
});

test('a wrong artefact is an error that names the field', async () => {
	const context = runOf();
	const survey = regMix.survey!(toValues({}), context, preparationIn(world(), context), {
		trials: [{ shares: { s0: 1 }, losses: {} }],
	});
	await expect(survey).rejects.toThrow(
		failure('is missing.', { field: 'artefact.trials[0].shares.s1' }),
	);
});
