/** Skill-It: a skill is drawn more often the more it helps those whose validation loss is still high. */
import { InputError } from '#core/errors.ts';
import { learningMixer, addWarning, type LearnedState } from '../learningMixer.ts';
import { explainMovement } from '../movement.ts';
import { definePolicy, type Observation, type SkillMatrix } from '../policy.ts';
import { indicesById } from '../rows.ts';
import { normalise } from '../shares.ts';
import {
	effects,
	lossBySkill,
	lossProbe,
	measureTransfer,
	transferLosses,
} from './skillItGraph.ts';
import { skillItSettings } from './skillItSettings.ts';

interface SkillItState extends LearnedState {
	/** The last validation losses, the newest last, at most `window` of them; each by skill. */
	readonly losses: readonly (readonly (number | null)[])[];
	/** Σ_j A_ij · loss_j over the targets, by skill i. */
	readonly score: readonly number[];
}

/** p ∝ exp(η · score): the prior is 1 for every skill, and not the previous p. */
export function skillItShares(score: readonly number[], eta: number): number[] {
	const most = Math.max(...score);
	return normalise(score.map((value) => Math.exp(eta * (value - most))));
}

/** score_i = Σ_j A_ij · loss_j over the targets, added up in the order of `targets`. */
export const helpScore = (
	graph: readonly (readonly number[])[],
	loss: readonly number[],
	targets: readonly number[],
): number[] => graph.map((row) => targets.reduce((sum, j) => sum + row[j] * loss[j], 0));

/**
 * p ∝ exp(η A · ΣL), trainer/mw_trainer.py of HazyResearch/skill-it: ΣL is the sum of the last w validation losses (with a
 * target the code takes their mean; so do we), the prior is all ones at every update, p_0 ∝ exp(η A · 1). The code evaluates
 * on its own schedule and once more after the first step; here each update has one evaluation.
 *
 * The graph A: the code takes it as an argument, so how it is measured is our reading of the paper's section on learning the
 * graph: train on skill i alone, A_ij = relative fall of j's loss, negative entries cut to 0. `nats` leaves out the division.
 * (The code sets off-diagonal ones of a 0/1 graph to 0.5; measured entries are not such.) The setting in the code's script
 * for SlimPajama is η .2, an update every 400 steps, w 3.
 */
export const skillIt = definePolicy({
	id: 'skill-it',
	title: 'Skill-It',
	summary:
		'First measures what each skill does to the others; then draws those that help where the loss is still high.',
	group: 'adaptive',
	citation: {
		text: 'Chen et al., Skill-it! A Data-Driven Skills Framework for Understanding and Training Language Models, NeurIPS 2023; code: github.com/HazyResearch/skill-it',
		url: 'https://arxiv.org/abs/2307.14430',
	},
	parameters: skillItSettings,
	presets: [
		{
			id: 'lab',
			title: 'Lab',
			about: 'Ours: η 0.5, an update every 20 steps, so that a run of 300 steps shows the effect.',
			settings: {},
		},
		{
			id: 'script',
			title: "The code's script",
			about: "As the code's script for SlimPajama: η 0.2, an update every 400 steps, window 3.",
			settings: { eta: 0.2, every: 400, window: 3 },
		},
	],

	prepare: async ({ graphSteps, rows }, context, preparation) => {
		const losses = await measureTransfer({ steps: graphSteps, rows }, context, preparation);
		return { steps: losses.steps, before: losses.before, after: losses.after };
	},

	createMixer: (values, context, restored) => {
		const { eta, every, window, rows, normalisation, clip } = values;
		const { skills } = context;
		const unknown = values.targets.find((id) => !skills.some((skill) => skill.id === id));
		if (unknown !== undefined)
			throw new InputError(
				`targets: "${unknown}" is not trained in this run. Leave it out, or name some of ` +
					`${skills.map(({ id }) => id).join(', ')}.`,
				{ field: 'targets' },
			);
		// Without a graph the settings are only checked: a run has measured it by the time that it draws.
		const losses =
			restored?.artefact === undefined ? undefined : transferLosses(restored.artefact, context);
		const measured = losses
			? effects(losses, context, normalisation)
			: skills.map(() => skills.map(() => 0));
		const graph = measured.map((row) =>
			row.map((effect) => (clip ? Math.max(effect ?? 0, 0) : (effect ?? 0))),
		);
		const targets = indicesById(skills).filter(
			(i) => values.targets.length === 0 || values.targets.includes(skills[i].id),
		);
		const ones = skills.map(() => 1);
		const score = helpScore(graph, ones, targets);

		const warnings: string[] = [];
		const unvalidated = skills.filter(({ validationSize }) => validationSize === 0);
		if (unvalidated.length > 0)
			warnings.push(
				`${unvalidated.map(({ name }) => name).join(', ')}: no validation rows, so the loss is measured on training rows, ` +
					'where it also falls by memorising.',
			);
		if (measured.some((row) => row.includes(null)))
			warnings.push('A loss of the graph was not a finite number: that entry counts as no effect.');
		if (losses && graph.every((row) => targets.every((j) => row[j] === 0)))
			warnings.push(
				'In the measured graph no skill helps a target, so the shares stay equal. Try more steps per skill for the graph.',
			);

		const next = (state: SkillItState, { results: [result] }: Observation): SkillItState => {
			if (result?.kind !== 'measure') return state;
			const now = lossBySkill(context, result.values.loss!, rows);
			const wrong = targets.find((j) => now[j] === null);
			if (wrong !== undefined)
				return {
					...state,
					warnings: addWarning(
						state.warnings,
						`The loss of ${skills[wrong].name} is not a finite number: the shares stay as they were.`,
					),
				};
			const history = [...state.losses, now].slice(-window);
			// A sum over all skills, a mean where there are targets: as the code.
			const share = values.targets.length > 0 ? 1 / history.length : 1;
			const windowed = skills.map(
				(_, j) => share * history.reduce((sum, loss) => sum + (loss[j] ?? 0), 0),
			);
			const moved = helpScore(graph, windowed, targets);
			const weights = skillItShares(moved, eta);
			const sentence = explainMovement({
				skills,
				before: state.weights,
				after: weights,
				signal: { name: 'help still needed from training', before: state.score, after: moved },
			});
			return { losses: history, score: moved, weights, sentence, warnings: state.warnings };
		};

		const graphMatrix = (steps: number): SkillMatrix => ({
			label: 'Transfer graph',
			about:
				`Measured by training on the row's skill alone for ${steps} steps from this run's base: the ` +
				`${normalisation === 'nats' ? 'fall in nats' : 'relative fall'} of the column's loss. Negative is forgetting; ` +
				'training on one skill alone is mostly forgetting, so this is not what skills do beside each other.' +
				(clip ? ' The policy counts negative entries as 0.' : ''),
			rows: measured,
		});

		return learningMixer<SkillItState>(
			{
				learns: 'probes',
				start: {
					weights: skillItShares(score, eta),
					sentence: losses
						? `Shares by how much each skill alone lowered ${
								values.targets.length === 0
									? 'the losses of all'
									: `the loss of ${targets.map((j) => skills[j].name).join(', ')}`
							} in ${losses.steps} steps; no validation loss is measured yet.`
						: 'Equal shares: what each skill does to the others is measured before the first step.',
					warnings,
					losses: [],
					score,
				},
				// The opening observation is not asked for: p_0 takes a loss of 1 for each skill.
				probes: (step) => (step >= 0 && (step + 1) % every === 0 ? [lossProbe(context, rows)] : []),
				next,
				traces: ({ losses: history, score: help }) => [
					{ label: 'validation loss', values: history.at(-1) ?? skills.map(() => null) },
					{ label: 'score', values: help },
				],
				...(losses && { matrices: () => [graphMatrix(losses.steps)] }),
			},
			restored,
		);
	},
});
