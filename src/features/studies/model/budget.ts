/** What a study's cells may take, and an experiment that ends there. */
import type { Budget } from '#training/settings.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { maxSteps } from '#lab/run/schema.ts';
import type { Study } from './study.ts';

/** Under a budget of tokens a run may have so many times the experiment's steps: what ends it is the tokens. */
const stepsUnderTokens = 4;

/** null: as many steps as the experiment has, or its epochs. Where a study names none it is that of its experiment. */
export function budgetOf({ budget, experiment, axes }: Study): Study['budget'] {
	if (axes.epochs) return null;
	return budget ?? (experiment.budget ? withoutStop(experiment.budget) : null);
}

/** The study's experiment under its budget, and no other. */
export function budgeted(study: Study): Experiment {
	const { budget: own, ...experiment } = study.experiment;
	const budget = budgetOf(study);
	if (budget === null) return experiment;
	if (budget.kind === 'updates') return { ...experiment, steps: budget.updates };
	const isOwn = own !== undefined && study.budget === null;
	const room = budget.kind === 'tokens' && !isOwn ? stepsUnderTokens : 1;
	return { ...experiment, budget, steps: Math.min(maxSteps, room * experiment.steps) };
}

/** Where the seconds of one run were up says nothing of another. */
const withoutStop = (budget: Budget): Budget =>
	budget.kind === 'seconds' ? { kind: 'seconds', seconds: budget.seconds } : budget;
