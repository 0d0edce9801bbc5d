/** How far a run is towards its end, whatever ends it: its steps, its tokens, or its seconds. Pure. */
/** What a run has used. */
export interface Used {
	readonly step: number;
	readonly tokens: number;
	/** Of steps, probes and preparations. */
	readonly milliseconds: number;
}

export interface RunProgress {
	/** 0 to 1. */
	readonly fraction: number;
	/** The step that is likely the last one, to two digits; the experiment's own where nothing else ends it sooner. */
	readonly ends: number;
}

/** As in training/settings.ts. */
interface Ending {
	readonly steps: number;
	readonly budget?:
		| { readonly kind: 'tokens'; readonly tokens: number }
		| { readonly kind: 'seconds'; readonly seconds: number; readonly stopped?: number };
}

/** Before that the last step would be a guess. */
const least = 0.02;

export function runProgress({ steps, budget }: Ending, used: Used): RunProgress {
	const { step } = used;
	const known = (budget?.kind === 'seconds' && budget.stopped) || steps;
	const ofBudget = Math.min(1, budgetShare(budget, used));
	const ofSteps = Math.min(1, step / known);
	if (ofBudget <= ofSteps) return { fraction: ofSteps, ends: known };
	if (ofBudget < least) return { fraction: ofBudget, ends: known };
	return { fraction: ofBudget, ends: Math.min(known, rounded(step / ofBudget)) };
}

/** `each`: milliseconds that a step takes, with its probes. */
export function millisecondsLeft(ending: Ending, used: Used, each: number): number {
	const { budget } = ending;
	const { fraction, ends } = runProgress(ending, used);
	const bySteps = each * (ends - used.step);
	if (budget?.kind === 'seconds' && budget.stopped === undefined)
		return Math.max(0, Math.min(bySteps, 1000 * budget.seconds - used.milliseconds));
	if (budget?.kind !== 'tokens' || fraction < least) return bySteps;
	return Math.min(bySteps, each * used.step * (1 / fraction - 1));
}

/** The steps that a stored run has, first to last: those that it came to, where a budget has ended it. */
export function stepsOf({ experiment, end, step }: StoredRun): number {
	return experiment.budget && end === 'finished' ? step : experiment.steps;
}
interface StoredRun {
	readonly experiment: Ending;
	readonly end: string;
	readonly step: number;
}

/** Of tokens or seconds; 0 where there is no such budget, or where its end is noted as a step. */
function budgetShare(budget: Ending['budget'], { tokens, milliseconds }: Used): number {
	if (budget?.kind === 'tokens') return tokens / budget.tokens;
	if (budget?.kind === 'seconds' && budget.stopped === undefined)
		return milliseconds / (1000 * budget.seconds);
	return 0;
}

/** Up, to two digits: charts that end there move seldom. */
function rounded(step: number): number {
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(step)) - 1);
	return Math.ceil(step / unit) * unit;
}
