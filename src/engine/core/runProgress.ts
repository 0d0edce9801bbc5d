/** Progress of a run towards its end: its last step, or the end of its token or time budget. */

/** The used part of a run. */
export interface Used {
	readonly step: number;
	readonly tokens: number;
	/** Wall time of steps, probes and preparations. */
	readonly milliseconds: number;
}

export interface RunProgress {
	/** 0 to 1. */
	readonly fraction: number;
	/** The expected last step, to two digits; the experiment's own if no budget ends it sooner. */
	readonly ends: number;
}

/** The same fields as in training/settings.ts. */
interface Ending {
	readonly steps: number;
	readonly budget?:
		| { readonly kind: 'tokens'; readonly tokens: number }
		| { readonly kind: 'seconds'; readonly seconds: number; readonly stopped?: number };
}

/** Below this share of the budget the last step cannot be estimated. */
const minShare = 0.02;

export function runProgress({ steps, budget }: Ending, used: Used): RunProgress {
	const { step } = used;
	const known = (budget?.kind === 'seconds' && budget.stopped) || steps;
	const ofBudget = Math.min(1, budgetShare(budget, used));
	const ofSteps = Math.min(1, step / known);
	if (ofBudget <= ofSteps) return { fraction: ofSteps, ends: known };
	if (ofBudget < minShare) return { fraction: ofBudget, ends: known };
	return { fraction: ofBudget, ends: Math.min(known, roundUp(step / ofBudget)) };
}

/** `each`: milliseconds per step, with its probes. */
export function millisecondsLeft(ending: Ending, used: Used, each: number): number {
	const { budget } = ending;
	const { fraction, ends } = runProgress(ending, used);
	const bySteps = each * (ends - used.step);
	if (budget?.kind === 'seconds' && budget.stopped === undefined)
		return Math.max(0, Math.min(bySteps, 1000 * budget.seconds - used.milliseconds));
	if (budget?.kind !== 'tokens' || fraction < minShare) return bySteps;
	return Math.min(bySteps, each * used.step * (1 / fraction - 1));
}

/** The last step of a stored run: the step that it reached if a budget has ended it. */
export function lastStep({ experiment, end, step }: StoredRun): number {
	return experiment.budget && end === 'finished' ? step : experiment.steps;
}
interface StoredRun {
	readonly experiment: Ending;
	readonly end: string;
	readonly step: number;
}

/** The used share of a token or time budget; 0 without one, or if its last step is recorded. */
function budgetShare(budget: Ending['budget'], { tokens, milliseconds }: Used): number {
	if (budget?.kind === 'tokens') return tokens / budget.tokens;
	if (budget?.kind === 'seconds' && budget.stopped === undefined)
		return milliseconds / (1000 * budget.seconds);
	return 0;
}

/** Rounds up to two digits, so that a chart's axis seldom changes. */
function roundUp(step: number): number {
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(step)) - 1);
	return Math.ceil(step / unit) * unit;
}
