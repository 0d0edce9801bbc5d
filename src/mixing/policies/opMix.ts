/**
 * OP-Mix (arXiv 2605.15220): searches the mix again and again, from the weights of the run at that
 * moment. K skills, θ the weights, q a mix, p ∝ size^(1/τ):
 *
 *  1. From θ, a copy is trained on each skill alone for a few steps: θ_i.
 *  2. A mix q is simulated by θ + Σ_i q_i (θ_i − θ), and its validation losses are measured, for
 *     many q ~ Dirichlet(c p).
 *  3. A quadratic surface of the targets' mean loss through these. The mix with the lowest value
 *     trains the run until the next search:
 *
 *     predicted mean loss of the targets + λ KL(q ‖ p)
 *
 * Source: the code (michahu/on-policy-mix @0b4469c: pipeline/continual_opm.py, olmix_fit.py): λ
 * 0.05. Ours: one copy for each skill (there two, of old and new data, at 10 and 90 %); a copy
 * trains what the run trains (there LoRA); a surface (there c + exp(t·q) by target, whose fit takes
 * minutes with many skills); a search every so many steps of one run (there at each stage of the
 * data). The copies continue with the run's own moments and rates.
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { highest, mean } from '#engine/core/statistics.ts';
import { learnedState, learningMixer } from '../mixers.ts';
import {
	policyOf,
	presetsOf,
	type BlendProbe,
	type BlendResult,
	type Explanation,
	type MixContext,
	type Observation,
} from '../policy.ts';
import { groupMeans, measuredRows, targetIndices } from '../rows.ts';
import { normalise, temperatureShares } from '../shares.ts';
import { listOf } from '../storedData.ts';
import { fitSurface } from '../surface.ts';
import { lossProbe, unvalidatedWarnings } from '../validationLosses.ts';
import { divergence, drawShares, listAxes, listGroups, trialSchema, type Trial } from './regMix.ts';

/** The fewest mixes of a surface. */
const fewestMixes = 8;

export const opMix = policyOf('op-mix', {
	group: 'adaptive',
	citation: {
		text:
			'Hu et al., Always Learning, Always Mixing: Efficient and Simple Data Mixing All The Time, ' +
			'2026; code: github.com/michahu/on-policy-mix',
		url: 'https://arxiv.org/abs/2605.15220',
	},
	parameters: settingsOf('op-mix', {
		targets: { kind: 'skills' },
		every: { kind: 'whole', default: 100, min: 1, max: 100_000, unit: true },
		copySteps: { kind: 'whole', default: 20, min: 1, max: 10_000, unit: true },
		mixes: { kind: 'whole', default: 24, min: fewestMixes, max: 1024 },
		kl: { kind: 'number', default: 0.05, min: 0, max: 100 },
		tau: { kind: 'number', default: 1000, min: 0.1, max: 1000, advanced: true },
		strength: { kind: 'number', default: 5, min: 0.2, max: 10_000, advanced: true },
		rows: measuredRows(8, 1024),
	}),
	presets: presetsOf('op-mix', { lab: {}, code: { tau: 1 } }),
	/** The copies and the simulated mix take about as much memory as virtual steps. */
	looksAhead: () => true,
	createMixer: (values, context) => {
		const { skills } = context;
		const targets = targetIndices(skills, values.targets);
		/** The fit takes a while, and each explanation shows it. */
		let last: { readonly trials: readonly Trial[]; readonly found: Found } | undefined;
		const find = (trials: readonly Trial[]): Found => {
			if (last?.trials !== trials)
				last = { trials, found: findMix(trials, targets, values, context) };
			return last.found;
		};
		return learningMixer({
			schema: learnedState({ trials: listOf(trialSchema(context)) }),
			start: {
				weights: temperatureShares(skills, values.tau),
				sentence: { id: 'op-mix.waiting', values: {} },
				warnings: [],
				trials: [] as readonly Trial[],
			},
			learns: 'probes',
			probes: (step) =>
				isDue(step, values, context) && skills.length > 1 ? [probeAt(step, values, context)] : [],
			next: (state, observation) => {
				const result = blendResult(observation);
				if (!result) return state;
				const trials = readTrials(observation.step, result, values, context);
				const found = find(trials);
				const share = highest(found.weights);
				const { name } = skills[found.weights.indexOf(share)];
				return {
					weights: found.weights,
					sentence: {
						id: 'op-mix.mix',
						values: { name, share, loss: found.predicted, steps: values.copySteps },
					},
					warnings: unvalidatedWarnings(context),
					trials,
				};
			},
			traces: () => [],
			law: ({ trials }) => (trials.length > 0 ? find(trials).law : undefined),
		});
	},
});

interface Found {
	readonly weights: readonly number[];
	readonly predicted: number;
	readonly law: NonNullable<Explanation['law']>;
}

interface Values {
	readonly every: number;
	readonly copySteps: number;
	readonly mixes: number;
	readonly tau: number;
	readonly strength: number;
	readonly rows: number;
	readonly kl: number;
}

/** Before the first step, then every so many; not after the last, whose mix trains nothing. */
const isDue = (
	step: number,
	{ every }: Pick<Values, 'every'>,
	{ totalSteps }: Pick<MixContext, 'totalSteps'>,
): boolean => (step + 1) % every === 0 && step + 1 < totalSteps;

/** The simulated mixes of a search: by skill. */
const mixesAt = (step: number, values: Values, context: MixContext): number[][] => {
	const groups = listGroups({ keep: {}, tau: values.tau }, context);
	return Array.from({ length: values.mixes }, (_, mix) => {
		const stream = context.random.child(`search ${step} mix ${mix}`);
		return drawShares(groups, values.strength, stream);
	});
};

const probeAt = (step: number, values: Values, context: MixContext): BlendProbe => ({
	kind: 'blend',
	id: 'mixes',
	skills: context.skills.map((_, skill) => skill),
	steps: values.copySteps,
	mixes: mixesAt(step, values, context),
	examples: lossProbe(context, values.rows).examples,
});

const blendResult = ({ results: [result] }: Observation): BlendResult | undefined =>
	result?.kind === 'blend' ? result : undefined;

function readTrials(
	step: number,
	{ losses }: BlendResult,
	values: Values,
	context: MixContext,
): Trial[] {
	const byId = (list: readonly number[]) =>
		Object.fromEntries(context.skills.map(({ id }, i) => [id, list[i]]));
	return mixesAt(step, values, context).map((shares, mix) => ({
		shares: byId(shares),
		losses: byId(groupMeans(losses[mix], values.rows)),
	}));
}

/**
 * The minimum over all mixes, downhill from `start`: q_i ∝ q_i exp(−η ∂f/∂q_i), η halved where f
 * would rise. A share of 0 would stay 0, so none begins there.
 */
function descend(
	start: readonly number[],
	objective: (shares: readonly number[]) => number,
): readonly number[] {
	const step = 1e-4;
	let shares = normalise(start.map((share) => share + 1e-3));
	let value = objective(shares);
	let rate = 1;
	for (let round = 0; round < 200 && rate > 1e-6; round++) {
		const slopes = shares.map((_, i) => {
			const moved = (by: number) => shares.map((share, j) => (i === j ? share + by : share));
			return (objective(moved(step)) - objective(moved(0))) / step;
		});
		const steepest = highest(slopes.map(Math.abs));
		if (!(steepest > 0)) break;
		const tried = normalise(
			shares.map((share, i) => share * Math.exp((-rate * slopes[i]) / steepest)),
		);
		const next = objective(tried);
		if (next < value) [shares, value, rate] = [tried, next, Math.min(1, 1.5 * rate)];
		else rate /= 2;
	}
	return shares;
}

function findMix(
	trials: readonly Trial[],
	targets: readonly number[],
	values: Values,
	context: MixContext,
): Found {
	const { skills } = context;
	const groups = listGroups({ keep: {}, tau: values.tau }, context);
	const mixes = trials.map(({ shares }) => groups.map(({ id }) => shares[id]));
	const measured = trials.map(({ losses }) => mean(targets.map((j) => losses[skills[j].id])));
	const surface = fitSurface(mixes, measured);
	const objective = (shares: readonly number[]) =>
		surface.at(shares) + values.kl * divergence(shares, groups);
	const prior = groups.map((group) => group.prior);
	const lowest = mixes.reduce((best, mix) => (objective(mix) < objective(best) ? mix : best));
	const [fromPrior, fromLowest] = [prior, lowest].map((start) => descend(start, objective));
	const found = objective(fromPrior) <= objective(fromLowest) ? fromPrior : fromLowest;
	return {
		weights: found,
		predicted: surface.at(found),
		law: {
			label: 'Fitted law',
			about: { id: 'op-mix.law', values: { mixes: trials.length } },
			axes: listAxes(groups, found, surface.at),
			trials: mixes.map((shares, t) => ({
				shares,
				measured: measured[t],
				predicted: surface.left[t],
			})),
		},
	};
}
