/** The cells of a study: each combination of its factors, as the experiment that is trained. */
import { InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { sentence } from '#engine/core/message.ts';
import type { Ratios } from '#engine/core/parameters.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { maxSteps } from '#lab/run/experiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { Budget } from '#engine/training/settings.ts';
import { applyAxes, type AxisContext } from './axes.ts';
import { demandFewCells, toFactors, policyValues, valuesBesidesPolicy } from './factors.ts';
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
	/** Key of the cell whose mean mix this cell trains on. That cell trains first. */
	readonly meanOf?: string;
}

/** Seeds vary slowest and policies fastest. Throws InputError. */
export function planCells(study: Study, skills: readonly SkillInfo[]): Cell[] {
	demandFewCells(study);
	const context: AxisContext = { groups: study.groups, skills };
	const base = applyBudget(study);
	const keys = new Set<string>();
	return valuesBesidesPolicy(study).flatMap((others) => {
		const keyOfPolicy = new Map<string, string>();
		return policyValues(study).map((policyValue): Cell => {
			const values = { ...others, ...policyValue };
			const factors = toFactors(values);
			const experiment = parseExperiment(applyAxes(base, values, context));
			const cell = planCell(experiment, policyValue.policy, keyOfPolicy);
			const key = keys.has(cell.key) ? sha256OfJson({ key: cell.key, ...factors }) : cell.key;
			keys.add(key);
			if (policyValue.policy) keyOfPolicy.set(policyValue.policy.label, key);
			return { ...cell, key, factors };
		});
	});
}

/** The key covers all that decides the run, so equal cells that wait for shares have one key. */
function planCell(
	experiment: Experiment,
	policy: StudyPolicy | undefined,
	keyOfPolicy: ReadonlyMap<string, string>,
): Omit<Cell, 'factors'> {
	const meanOf = policy?.meanOf === undefined ? undefined : keyOfPolicy.get(policy.meanOf);
	return meanOf === undefined
		? { key: toKey(experiment), experiment }
		: { key: sha256OfJson({ without: experiment, meanOf }), experiment, meanOf };
}

/**
 * The experiment of a cell. The shares of a mean mix come from `results` (by key) and are those of
 * its first policy. Throws InputError if they are not known yet.
 */
export function cellExperiment(
	{ factors, experiment, meanOf }: Cell,
	results: ReadonlyMap<string, { readonly mix: Ratios }>,
): Experiment {
	if (meanOf === undefined) return experiment;
	const ratios = results.get(meanOf)?.mix;
	if (!ratios)
		throw new InputError(
			sentence('studies.errors.sharesOfSeed', { policy: factors.policy, seed: factors.seed }),
		);
	const [first, ...switches] = experiment.policy;
	const policy = [{ ...first, settings: { ...first.settings, ratios } }, ...switches];
	return parseExperiment({ ...experiment, policy });
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
