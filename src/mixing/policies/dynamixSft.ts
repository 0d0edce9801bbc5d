/**
 * DynamixSFT (arXiv 2508.12116): a skill's share follows how much one step on the skill still
 * lowers its loss. K skills; Q [K] progress; p0 [K] shares by size; one minibatch of each skill:
 *
 *     r_i = mean over the rows of (L_before − L_after) / (L_before + ε), after one step on them
 *     r ← (r − min r) / (max r − min r),   Q_i ← α Q_i + (1 − α) r_i
 *     p_i = (1 − γ) p0_i exp(β Q_i) / Σ_j p0_j exp(β Q_j) + γ/K
 *
 * The paper's section on cost mentions forward passes only, but the rule needs a gradient step for
 * each skill. The trainer takes that step and reverts it bit for bit. With the paper's α 0.95 and
 * an update every 50 steps, Q stays below 0.3 in a run of 300 steps. Ours: the lab preset updates
 * twice as often with α 0.8, from equal shares; p0 has a temperature; Q starts at 0.
 */
import * as v from 'valibot';
import { settingsOf } from '#engine/core/parameters.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import { learningMixer, learnedState, explainMovement } from '../mixers.ts';
import { policyOf, presetsOf, type Observation, type Probe } from '../policy.ts';
import { measuredRows, pickRows } from '../rows.ts';
import { softmaxShares, temperatureShares, withEqualPart } from '../shares.ts';
import { finite, listOf } from '../storedData.ts';

const dynamixState = learnedState({
	/** Q by skill: smoothed normalised progress, 0 to 1. */
	value: listOf(finite),
	/** r by skill: last relative fall of the loss by one step on the skill; null until measured. */
	progress: listOf(v.nullable(finite)),
});
type DynamixState = v.InferOutput<typeof dynamixState>;

/** p_i = (1 − γ)·exp(β Q_i) p0_i / Σ exp(β Q_j) p0_j + γ/K. */
export function boltzmannShares(
	value: readonly number[],
	prior: readonly number[],
	{ beta, gamma }: { readonly beta: number; readonly gamma: number },
): number[] {
	return withEqualPart(softmaxShares(value, beta, prior), gamma);
}

/**
 * Scales the smallest value to 0 and the largest to 1. Values within the rounding of 32-bit losses
 * all become 0 (ours).
 */
export function minMax(values: readonly number[]): number[] {
	const low = lowest(values);
	const range = highest(values) - low;
	return values.map((value) => (range > rounding ? (value - low) / range : 0));
}

/** r = mean over rows of (L_before − L_after) / (L_before + tiny). */
export function lookAheadProgress(before: ArrayLike<number>, after: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < before.length; i++) sum += (before[i] - after[i]) / (before[i] + tiny);
	return sum / before.length;
}
const tiny = 1e-8;
const rounding = 1e-5;

export const dynamixSft = policyOf('dynamix-sft', {
	group: 'adaptive',
	citation: {
		text:
			'DynamixSFT: Dynamic Mixture Optimization of Instruction Tuning Collections, 2025 (γ .3, ' +
			'α .95, β 4 for 1B and 5 for 8B, every 50 steps)',
		url: 'https://arxiv.org/abs/2508.12116',
	},
	parameters: settingsOf('dynamix-sft', {
		every: { kind: 'whole', default: 25, min: 1, max: 10_000, unit: true },
		rows: measuredRows(8, 256),
		alpha: { kind: 'number', default: 0.8, min: 0, max: 0.999 },
		beta: { kind: 'number', default: 4, min: 0, max: 50 },
		gamma: { kind: 'number', default: 0.3, min: 0, max: 1 },
		tau: { kind: 'number', default: 100, min: 1, max: 100 },
	}),
	presets: presetsOf('dynamix-sft', {
		lab: {},
		paper: { every: 50, alpha: 0.95, beta: 4, gamma: 0.3, tau: 1 },
	}),
	looksAhead: () => true,
	createMixer: ({ every, rows, alpha, beta, gamma, tau }, context) => {
		const { skills } = context;
		const prior = temperatureShares(skills, tau);
		const zeros = skills.map(() => 0);
		const start: DynamixState = {
			value: zeros,
			progress: skills.map(() => null),
			weights: boltzmannShares(zeros, prior, { beta, gamma }),
			sentence: { id: 'dynamix-sft.start', values: { gamma } },
			warnings: [],
		};

		const probes = (step: number): readonly Probe[] => {
			if ((step + 1) % every !== 0) return [];
			const round = (step + 1) / every;
			return skills.map(({ id }, skill) => {
				const examples = pickRows(context, skill, { count: rows, round });
				return { kind: 'virtualStep', id, train: examples, examples };
			});
		};

		const next = (state: DynamixState, { results }: Observation): DynamixState => {
			// One virtual step of each skill, in the order of the probes.
			const progress = results.flatMap((result) =>
				result.kind === 'virtualStep' ? [lookAheadProgress(result.before, result.after)] : [],
			);
			if (progress.length === 0) return state;
			const value = minMax(progress).map((r, i) => alpha * state.value[i] + (1 - alpha) * r);
			const weights = boltzmannShares(value, prior, { beta, gamma });
			const shares = [state.weights, weights] as const;
			const sentence = explainMovement('progress', skills, shares, [state.value, value]);
			return { ...state, value, progress, weights, sentence };
		};

		return learningMixer({
			schema: dynamixState,
			start,
			learns: 'probes',
			probes,
			next,
			traces: ({ progress, value }) => [
				{ label: 'progress', values: progress },
				{ label: 'value', values: value },
			],
		});
	},
});
