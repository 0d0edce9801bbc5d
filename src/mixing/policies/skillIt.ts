/**
 * Skill-It (arXiv 2307.14430): a skill's share follows how much it helps skills with a high loss.
 * K skills; p [K] shares; A [K × K] graph, A_ij: effect of training on i on j's loss; L(e) [K]:
 * validation losses of evaluation e:
 *
 *     p_i ∝ exp(η Σ_j A_ij Σ_{last w evaluations e} L_j(e)),   p_i ∝ exp(η Σ_j A_ij) at the start
 *     A_ij = max(0, (before_j − after_j) / before_j),   after: i alone trained from the base
 *
 * Source: the code (HazyResearch/skill-it, trainer/mw_trainer.py). It takes the mean over the
 * evaluations instead of the sum if there is a target. It evaluates on its own schedule and once
 * more after the first step. `nats` omits the division. (The code sets off-diagonal ones of a 0/1
 * graph to 0.5; measured graphs have none.) The code's script for SlimPajama has η 0.2, an update
 * every 400 steps, w 3. Ours: each update has one evaluation; the code takes A as an argument, so
 * its measurement is our reading of the paper's section on learning the graph.
 */
import type * as v from 'valibot';
import { recordOf } from '#engine/core/fields.ts';
import { toJson, type Json } from '#engine/core/json.ts';
import { settingsOf } from '#engine/core/parameters.ts';
import { constantMixer, explainMovement, learnedState, learningMixer } from '../mixers.ts';
import {
	policyOf,
	presetsOf,
	type MixContext,
	type MixSkill,
	type Observation,
	type Preparation,
} from '../policy.ts';
import { groupMeans, measuredRows, targetIndices } from '../rows.ts';
import { softmaxShares } from '../shares.ts';
import { bySkill, finite, listOf, objectOf, readArtefact, readState } from '../storedData.ts';
import { lossProbe, trialMixer, unvalidatedWarnings } from '../validationLosses.ts';

/** Each help names the source of the default. */
const settings = settingsOf('skill-it', {
	targets: { kind: 'skills' },
	eta: { kind: 'number', default: 0.5, min: 0, max: 20 },
	every: { kind: 'whole', default: 20, min: 1, max: 10_000, unit: true },
	window: { kind: 'whole', default: 3, min: 1, max: 100, unit: true, advanced: true },
	rows: measuredRows(16, 1024),
	graphSteps: { kind: 'whole', default: 20, min: 1, max: 10_000, unit: true },
	normalisation: { kind: 'choice', options: ['relative', 'nats'], advanced: true },
	clip: { kind: 'flag', default: true },
});

const skillItState = learnedState({
	/** The last `window` evaluations, newest last: validation losses by skill. */
	losses: listOf(listOf(finite)),
	/** Σ_j A_ij · loss_j over the targets, by skill i. */
	score: listOf(finite),
});
type SkillItState = v.InferOutput<typeof skillItState>;

/** score_i = Σ_j A_ij · loss_j over the targets, summed in the order of `targets`. */
export const helpScore = (
	graph: readonly (readonly number[])[],
	loss: readonly number[],
	targets: readonly number[],
): number[] => graph.map((row) => targets.reduce((sum, j) => sum + row[j] * loss[j], 0));

export const skillIt = policyOf('skill-it', {
	group: 'adaptive',
	citation: {
		text:
			'Chen et al., Skill-it! A Data-Driven Skills Framework for Understanding and Training ' +
			'Language Models, NeurIPS 2023; code: github.com/HazyResearch/skill-it',
		url: 'https://arxiv.org/abs/2307.14430',
	},
	parameters: settings,
	presets: presetsOf('skill-it', { lab: {}, script: { eta: 0.2, every: 400, window: 3 } }),

	prepare: async ({ graphSteps, rows }, context, preparation) => {
		const losses = await measureTransfer({ steps: graphSteps, rows }, context, preparation);
		return { steps: losses.steps, before: losses.before, after: losses.after };
	},

	preparationCost: ({ graphSteps, rows }, { skills }) => ({
		updates: graphSteps * skills.length,
		measured: rows * skills.length * (skills.length + 1),
	}),

	createMixer: (values, context, restored) => {
		const { eta, every, window, rows, normalisation, clip } = values;
		const { skills } = context;
		const targets = targetIndices(skills, values.targets);
		// No graph yet: the caller only checks the settings. A run measures the graph before it draws.
		const losses =
			restored?.artefact === undefined
				? undefined
				: parseTransferLosses(restored.artefact, context);
		const measured = losses
			? transferGraph(losses, context, normalisation)
			: skills.map(() => skills.map(() => 0));
		const graph = measured.map((row) => row.map((effect) => (clip ? Math.max(effect, 0) : effect)));
		const named = values.targets.length === 0 ? [] : targets.map((j) => skills[j]);
		const ones = skills.map(() => 1);
		const score = helpScore(graph, ones, targets);

		const names = (some: readonly MixSkill[]) => some.map(({ name }) => name);
		const warnings = [...unvalidatedWarnings(context)];
		if (losses && graph.every((row) => targets.every((j) => row[j] === 0)))
			warnings.push({ id: 'skill-it.noHelp', values: {} });

		const next = (state: SkillItState, { results: [result] }: Observation): SkillItState => {
			if (result?.kind !== 'measure') return state;
			const now = groupMeans(result.values.loss!, rows);
			const history = [...state.losses, now].slice(-window);
			// The authors' code takes a sum without targets, and a mean with targets.
			const share = values.targets.length > 0 ? 1 / history.length : 1;
			const windowed = skills.map(
				(_, j) => share * history.reduce((sum, loss) => sum + loss[j], 0),
			);
			const moved = helpScore(graph, windowed, targets);
			const weights = softmaxShares(moved, eta);
			const shares = [state.weights, weights] as const;
			const sentence = explainMovement('help', skills, shares, [state.score, moved]);
			return { losses: history, score: moved, weights, sentence, warnings: state.warnings };
		};

		return learningMixer({
			schema: skillItState,
			learns: 'probes',
			start: {
				weights: softmaxShares(score, eta),
				sentence: losses
					? { id: 'skill-it.start', values: { targets: names(named), steps: losses.steps } }
					: { id: 'skill-it.waiting', values: {} },
				warnings,
				losses: [],
				score,
			},
			// No probes before the first step: p_0 assumes a loss of 1 for each skill.
			probes: (step) => (step >= 0 && (step + 1) % every === 0 ? [lossProbe(context, rows)] : []),
			next,
			traces: ({ losses: history, score: help }) => [
				{ label: 'validation loss', values: history.at(-1) ?? skills.map(() => null) },
				{ label: 'score', values: help },
			],
		});
	},
});

/** The artefact of the preparation: losses by skill id. How to use them is a setting of the run. */
export interface TransferLosses {
	readonly steps: number;
	/** Loss of each skill on the base weights, nats per token. */
	readonly before: { readonly [skill: string]: number };
	/** after[i][j]: loss of j after `steps` steps on i alone. */
	readonly after: { readonly [skill: string]: { readonly [skill: string]: number } };
}

/** Trains `steps` steps on each skill alone and measures all losses. Saves after each skill. */
export async function measureTransfer(
	{ steps, rows }: { readonly steps: number; readonly rows: number },
	context: MixContext,
	{ rollOut, measure, report, save, saved, signal }: Preparation,
): Promise<TransferLosses> {
	const { skills, random } = context;
	const probe = lossProbe(context, rows);
	const lossesById = (losses: readonly number[]) =>
		Object.fromEntries(skills.map(({ id }, i) => [id, losses[i]]));
	let losses: TransferLosses;
	if (saved !== undefined) losses = readState(transferSchema(context, false), saved);
	else {
		const { values } = await measure(probe);
		losses = { steps, before: lossesById(groupMeans(values.loss!, rows)), after: {} };
	}
	for (const [skill, { id, name }] of skills.entries()) {
		if (losses.after[id]) continue;
		signal.throwIfAborted();
		const progress = { done: skill, of: skills.length };
		report({ ...progress, label: { id: 'skill-it.measuring', values: { name, ...progress } } });
		let end: readonly number[] = [];
		const weights = skills.map((_, i) => (i === skill ? 1 : 0));
		const measuring = trialMixer(probe, steps, (values) => {
			end = groupMeans(values, rows);
		});
		const alone = constantMixer(weights, { id: 'skill-it.alone', values: { name } });
		await rollOut(
			{ ...alone, ...measuring },
			{ steps, seed: random.child(`graph of ${id}`).bits(0) },
		);
		losses = { ...losses, after: { ...losses.after, [id]: lossesById(end) } };
		save(toJson(losses));
	}
	return losses;
}

/** The graph [from][to] before clipping: (before − after) / before, or their difference in nats. */
function transferGraph(
	losses: TransferLosses,
	{ skills }: Pick<MixContext, 'skills'>,
	normalisation: 'relative' | 'nats',
): number[][] {
	return skills.map((from) =>
		skills.map((to) => {
			const before = losses.before[to.id];
			const fall = before - losses.after[from.id][to.id];
			// A loss of 0 cannot fall.
			return normalisation === 'nats' ? fall : before > 0 ? fall / before : 0;
		}),
	);
}

/** `afterAll`: false while the preparation has measured some skills only. */
const transferSchema = ({ skills }: Pick<MixContext, 'skills'>, afterAll: boolean) => {
	const losses = bySkill(skills, finite);
	const after: v.GenericSchema<unknown, TransferLosses['after']> = afterAll
		? bySkill(skills, losses)
		: recordOf(losses);
	return objectOf({ steps: finite, before: losses, after });
};

const parseTransferLosses = (artefact: Json, context: Pick<MixContext, 'skills'>): TransferLosses =>
	readArtefact(transferSchema(context, true), artefact);
