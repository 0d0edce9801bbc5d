/** The cells of a study: each combination of its factors, as the experiment that is trained. */
import { InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { sum } from '#engine/core/statistics.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { maxSteps, type Experiment, type SkillRef } from '#lab/run/experiment.ts';
import { withPinnedSkills } from '#lab/run/pinnedSkills.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import type { Budget } from '#engine/training/settings.ts';
import { cellValues, demandFewCells, toFactors, type CellValues } from './factors.ts';
import { reverseSchedule, scheduleMean, type MeanOver, type Replayed } from './schedule.ts';
import { waveSchedule } from './waves.ts';
import type { Factors, Study, StudyPolicy } from './study.ts';

export interface Cell {
	/**
	 * SHA-256 of the experiment, or of all that decides a mix that is not known yet. If two cells
	 * have the same experiment, the later one's hash includes its factors: keys are unique.
	 */
	readonly key: string;
	readonly factors: Factors;
	/** Without its shares if they come from another run: cellExperiment adds them. */
	readonly experiment: Experiment;
	/** The cell whose mean mix, or whose shares backwards, this cell trains on. It trains first. */
	readonly replays?: {
		readonly cell: string;
		readonly as: 'mean' | 'reversed';
		readonly over?: MeanOver;
	};
	/** Another cell trains on shares of its steps, so its result has them. */
	readonly keepsSchedule?: true;
}

/** Seeds vary slowest and policies fastest. Throws InputError. */
export function planCells(study: Study, skills: readonly SkillInfo[]): Cell[] {
	demandFewCells(study);
	const base = applyBudget(study);
	const keys = new Set<string>();
	const replayed = new Set(
		study.policies.map(({ reverseOf, meanOf, meanOver }) => reverseOf ?? (meanOver && meanOf)),
	);
	return cellValues(study).flatMap((sameFactors) => {
		const keyOfPolicy = new Map<string, string>();
		return sameFactors.map((values): Cell => {
			const factors = toFactors(values);
			const experiment = parseExperiment(applyValues(base, values, study.groups, skills), {
				// A cell of a policy that left fails when it trains.
				toLookAt: true,
			});
			const { policy } = values;
			const source = keyOfPolicy.get(policy?.meanOf ?? policy?.reverseOf ?? '');
			const as = policy?.meanOf === undefined ? 'reversed' : 'mean';
			// All that decides the run: equal cells that wait for shares have one key.
			const over = policy?.meanOver === undefined ? {} : { over: policy.meanOver };
			const waits = as === 'mean' ? { meanOf: source!, ...over } : { reverseOf: source! };
			const content =
				source === undefined ? toKey(experiment) : sha256OfJson({ without: experiment, ...waits });
			const key = keys.has(content) ? sha256OfJson({ key: content, ...factors }) : content;
			keys.add(key);
			if (policy) keyOfPolicy.set(policy.label, key);
			return {
				key,
				factors,
				experiment,
				...(source !== undefined && { replays: { cell: source, as, ...over } }),
				...(replayed.has(policy?.label) && { keepsSchedule: true }),
			};
		});
	});
}

/** A cell's experiment without shares of other runs. Throws InputError for a missing skill. */
function applyValues(
	base: Experiment,
	{ model, learningRate, domainShare, policy, epochs, seed }: CellValues,
	groups: Study['groups'],
	skills: readonly SkillInfo[],
): Experiment {
	let experiment: Experiment = { ...base, seed };
	if (model) experiment = { ...experiment, model: { id: model.id, sha256: model.sha256 } };
	if (learningRate !== undefined)
		experiment = { ...experiment, optimizer: { ...experiment.optimizer, learningRate } };
	if (domainShare !== undefined) experiment = blendGroups(experiment, domainShare, groups);
	if (policy) experiment = applyPolicy(experiment, policy);
	return epochs === undefined ? experiment : trainEpochs(experiment, epochs, skills);
}

const applyPolicy = (
	experiment: Experiment,
	{ id, settings, waves, steps, rows, switches = [] }: StudyPolicy,
): Experiment => ({
	...(rows === undefined ? experiment : trainOnly(experiment, rows)),
	...(steps !== undefined && { steps }),
	policy: [
		{
			fromStep: 0,
			id,
			settings: waves ? { ...settings, points: waveSchedule(waves, experiment) } : settings,
		},
		...switches,
	],
});

/** Each trained built-in skill keeps only its right rows, or trains on its validation rows. */
function trainOnly(experiment: Experiment, only: NonNullable<StudyPolicy['rows']>): Experiment {
	const clean = { wrongShare: 0, duplicates: 0 };
	const skills = experiment.skills.map((ref): SkillRef => {
		if (ref.use !== 'train' || ref.id.startsWith('file:')) return ref;
		return { ...ref, noise: { ...(only === 'right' && ref.noise ? ref.noise : clean), only } };
	});
	return withPinnedSkills({ ...experiment, skills });
}

/** Trains the general skills too. A skill with ratio 0 is never drawn. */
function blendGroups(experiment: Experiment, share: number, groups: Study['groups']): Experiment {
	const divideEqually = (ids: readonly string[], whole: number) =>
		ids.map((id) => [id, whole / ids.length] as const);
	const ratios = Object.fromEntries([
		...divideEqually(groups.domain, share),
		...divideEqually(groups.general, 1 - share),
	]);
	const skills = experiment.skills.map((skill): SkillRef =>
		Object.hasOwn(ratios, skill.id) ? { ...skill, use: 'train' } : skill,
	);
	return { ...experiment, skills, policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }] };
}

/** steps = ceil(epochs × training examples of the trained skills ÷ batch size). */
function trainEpochs(
	experiment: Experiment,
	epochs: number,
	skills: readonly SkillInfo[],
): Experiment {
	const trained = experiment.skills.filter(({ use }) => use === 'train');
	const examples = sum(trained.map((ref) => countTrainingExamples(ref, skills)));
	const steps = Math.ceil((epochs * examples) / experiment.batching.size);
	if (steps > maxSteps)
		throw new InputError(
			say(
				'epochs: {epochs} of {examples} examples are {steps} steps, more than {maxSteps}. Give fewer.',
				{
					epochs,
					examples: examples.toLocaleString('en'),
					steps: steps.toLocaleString('en'),
					maxSteps: maxSteps.toLocaleString('en'),
				},
			),
			{ field: 'epochs' },
		);
	return { ...experiment, steps };
}

/** Includes the effect of noise. Throws InputError if the lab does not have the skill. */
function countTrainingExamples(ref: SkillRef, skills: readonly SkillInfo[]) {
	const { id, name } = ref;
	const info = skills.find((skill) => skill.id === id);
	if (!info)
		throw new InputError(
			say(
				'epochs: the lab does not have the skill "{name}", so its examples cannot be counted. Import it first.',
				{ name },
			),
			{ field: 'epochs', skill: id },
		);
	return trainedExamples(ref, info);
}

/**
 * The experiment of a cell. Shares of another run come from `results` (by key) and are those of its
 * first policy. Throws InputError if they are not known yet.
 */
export function cellExperiment(
	{ factors, experiment, replays }: Cell,
	results: ReadonlyMap<string, Replayed>,
): Experiment {
	if (replays === undefined) return experiment;
	const shares = sharesOf(results.get(replays.cell), replays, experiment);
	if (!shares)
		throw new InputError(
			say(
				'The shares of "{policy}", seed {seed}, are not known yet: they come from runs that are not done. Continue the study first.',
				{ policy: factors.policy, seed: factors.seed },
			),
		);
	const [first, ...switches] = experiment.policy;
	const policy = [{ ...first, settings: { ...first.settings, ...shares } }, ...switches];
	return parseExperiment({ ...experiment, policy });
}

/** The setting of the policy that replays a result; null: the result lacks it. */
function sharesOf(
	result: Replayed | undefined,
	{ as, over }: NonNullable<Cell['replays']>,
	experiment: Experiment,
): JsonObject | null {
	if (as === 'mean' && over === undefined) return result ? { ratios: result.mix } : null;
	if (!result?.schedule) return null;
	if (over === undefined) return { points: reverseSchedule(result.schedule) };
	return { ratios: scheduleMean(result.schedule, over, experiment) };
}

export const toKey = (experiment: Experiment): string => sha256OfJson(experiment);

/** The study's budget, or else its experiment's. null: the experiment's steps, or epochs. */
export function findBudget({ budget, experiment, axes }: Study): Study['budget'] {
	if (axes.epochs) return null;
	return budget ?? (experiment.budget ? withoutStop(experiment.budget) : null);
}

/** A run with a token budget may take this many times the experiment's steps. */
const stepsUnderTokens = 4;

/** The study's experiment with the study's budget. */
function applyBudget(study: Study): Experiment {
	const { budget: experimentBudget, ...experiment } = study.experiment;
	const budget = findBudget(study);
	if (budget === null) return experiment;
	if (budget.kind === 'updates') return { ...experiment, steps: budget.updates };
	const isOwn = experimentBudget !== undefined && study.budget === null;
	const factor = budget.kind === 'tokens' && !isOwn ? stepsUnderTokens : 1;
	return { ...experiment, budget, steps: Math.min(maxSteps, factor * experiment.steps) };
}

/** Drops the step at which one run's seconds were spent: other runs stop at other steps. */
const withoutStop = (budget: Budget): Budget =>
	budget.kind === 'seconds' ? { kind: 'seconds', seconds: budget.seconds } : budget;
