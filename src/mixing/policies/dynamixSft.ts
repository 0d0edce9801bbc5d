/** DynamixSFT: a skill is drawn more often while a step on it still takes much of its loss away. */
import { learningMixer, addWarning, type LearnedState } from '../learningMixer.ts';
import { explainMovement } from '../movement.ts';
import { definePolicy, type Observation, type Probe } from '../policy.ts';
import { indicesById, pickRows } from '../rows.ts';
import { normalise, percent, temperatureShares } from '../shares.ts';

interface DynamixState extends LearnedState {
	/** Smoothed normalised progress, 0 to 1, by skill. */
	readonly value: readonly number[];
	/** r_i: the last relative fall of the loss by one step on the skill; null until measured. */
	readonly progress: readonly (number | null)[];
}

/** p_i = (1 − γ)·exp(β Q_i) p0_i / Σ exp(β Q_j) p0_j + γ/K. */
export function boltzmannShares(
	value: readonly number[],
	prior: readonly number[],
	{ beta, gamma }: { readonly beta: number; readonly gamma: number },
): number[] {
	const most = Math.max(...value);
	const amounts = value.map((q, i) => Math.exp(beta * (q - most)) * prior[i]);
	return normalise(normalise(amounts).map((share) => (1 - gamma) * share + gamma / value.length));
}

/**
 * To 0 for the smallest and 1 for the largest; what is null stays null. All 0 where they are equal but for the rounding of
 * 32-bit losses, which min–max would blow up to the whole range (ours).
 */
export function minMax(values: readonly (number | null)[]): (number | null)[] {
	const known = values.filter((value) => value !== null);
	const low = Math.min(...known);
	const range = Math.max(...known) - low;
	return values.map((value) =>
		value === null ? null : range > rounding ? (value - low) / range : 0,
	);
}

/** r = mean over rows of (L_before − L_after) / (L_before + tiny): null if a loss is no finite number. */
export function lookAheadProgress(
	before: ArrayLike<number>,
	after: ArrayLike<number>,
): number | null {
	let sum = 0;
	for (let i = 0; i < before.length; i++) sum += (before[i] - after[i]) / (before[i] + tiny);
	const mean = sum / before.length;
	return Number.isFinite(mean) ? mean : null;
}
const tiny = 1e-8;
const rounding = 1e-5;

/**
 * Every so many steps, for each skill: one virtual step on a minibatch of it, r_i = mean (L_pre − L_post)/(L_pre + ε) on the
 * same rows; min–max over the skills; Q_i ← α Q_i + (1 − α) r_i, from 0; then p as boltzmannShares, p0 the skills' sizes
 * (here with a temperature). A reservation: the paper's section on cost speaks of forward passes only, but the rule needs a
 * gradient step for each skill; here it is one, taken back bit for bit. The paper's α .95 and an update every 50 steps leave
 * Q below 0.3 in a run of 300 steps; the lab preset (ours) updates twice as often with α .8, and from equal shares.
 * Not in the paper, ours: Q starts at 0; a skill whose probe gave no number keeps its Q.
 */
export const dynamixSft = definePolicy({
	id: 'dynamix-sft',
	title: 'DynamixSFT',
	summary:
		'A skill is drawn more often while one step on it still lowers its loss much: learning progress, looked ahead.',
	group: 'adaptive',
	citation: {
		text: 'DynamixSFT: Dynamic Mixture Optimization of Instruction Tuning Collections, 2025 (γ .3, α .95, β 4 for 1B and 5 for 8B, every 50 steps)',
		url: 'https://arxiv.org/abs/2508.12116',
	},
	parameters: {
		every: {
			kind: 'number',
			label: 'Steps between updates',
			help: 'Each update takes a virtual step on every skill. The paper updates every 50 steps; ours is 25, for short runs.',
			default: 25,
			min: 1,
			max: 10_000,
			integer: true,
			unit: 'steps',
		},
		rows: {
			kind: 'number',
			label: 'Rows per probe',
			help: 'Training examples of a skill in its virtual step; the paper takes a minibatch. Our choice: 8.',
			default: 8,
			min: 1,
			max: 256,
			integer: true,
			unit: 'examples',
			advanced: true,
		},
		alpha: {
			kind: 'number',
			label: 'Smoothing α',
			help: 'Weight of the old value Q: 0.95 in the paper, 0.8 here, since a short run has few updates.',
			default: 0.8,
			min: 0,
			max: 0.999,
		},
		beta: {
			kind: 'number',
			label: 'Sharpness β',
			help: 'How strongly shares follow the progress: 4 in the paper for a model of 1B parameters, 5 for 8B.',
			default: 4,
			min: 0,
			max: 50,
		},
		gamma: {
			kind: 'number',
			label: 'Uniform part γ',
			help: 'Part of the mix that is shared out equally: 0.3 in the paper.',
			default: 0.3,
			min: 0,
			max: 1,
		},
		tau: {
			kind: 'number',
			label: 'Prior temperature τ',
			help: 'The shares to start from, ∝ size^(1/τ): 1 is proportional as in the paper, 100 nearly equal (our choice).',
			default: 100,
			min: 1,
			max: 100,
			logarithmic: true,
		},
	},
	presets: [
		{
			id: 'lab',
			title: 'Lab',
			about:
				'Ours: every 25 steps, α 0.8, from equal shares, so that a run of 300 steps shows the effect.',
			settings: {},
		},
		{
			id: 'paper',
			title: 'Paper',
			about:
				"The paper's numbers for a model of 1B parameters: every 50 steps, α 0.95, β 4, γ 0.3, from shares by size.",
			settings: { every: 50, alpha: 0.95, beta: 4, gamma: 0.3, tau: 1 },
		},
	],
	createMixer: ({ every, rows, alpha, beta, gamma, tau }, context, restored) => {
		const { skills } = context;
		const prior = temperatureShares(skills, tau);
		const start: DynamixState = {
			value: skills.map(() => 0),
			progress: skills.map(() => null),
			weights: boltzmannShares(
				skills.map(() => 0),
				prior,
				{ beta, gamma },
			),
			sentence: `No progress is measured yet: the prior shares, with ${percent(gamma)} of the mix shared out equally.`,
			warnings: [],
		};

		const probes = (step: number): readonly Probe[] => {
			if ((step + 1) % every !== 0) return [];
			const round = (step + 1) / every;
			return skills.flatMap(({ id }, skill) => {
				const own = pickRows(context, skill, { count: rows, round });
				return own.length === 0
					? []
					: [{ kind: 'virtualStep', id, train: own, examples: own } as const];
			});
		};

		const next = (state: DynamixState, { results }: Observation): DynamixState => {
			if (results.length === 0) return state;
			const progress = skills.map(({ id }) => {
				const result = results.find((candidate) => candidate.id === id);
				return result?.kind === 'virtualStep'
					? lookAheadProgress(result.before, result.after)
					: null;
			});
			const wrong = indicesById(skills).find((i) => progress[i] === null && skills[i].size > 0);
			const warnings =
				wrong === undefined
					? state.warnings
					: addWarning(
							state.warnings,
							`A virtual step on ${skills[wrong].name} gave a loss that is not a finite number: it keeps its last value.`,
						);
			const value = minMax(progress).map((r, i) =>
				r === null ? state.value[i] : alpha * state.value[i] + (1 - alpha) * r,
			);
			const weights = boltzmannShares(value, prior, { beta, gamma });
			const sentence = explainMovement({
				skills,
				before: state.weights,
				after: weights,
				signal: { name: 'smoothed progress', before: state.value, after: value },
			});
			return { value, progress, weights, sentence, warnings };
		};

		return learningMixer<DynamixState>(
			{
				start,
				learns: 'probes',
				probes,
				next,
				traces: ({ progress, value }) => [
					{ label: 'progress', values: progress },
					{ label: 'value', values: value },
				],
			},
			restored,
		);
	},
});
