/**
 * Compares a repeated run with the results in a link, and lists possible causes of a difference.
 * Pure.
 */
import { policyById } from '#mixing/registry.ts';
import type { Experiment } from './experiment.ts';
import { experimentDiff, type Difference } from './experimentDiff.ts';
import type { Outcome } from './outcome.ts';

/**
 * Tolerance for the rounding of another adapter, amplified over the run. A loss may differ by the
 * larger of both bounds. Exact match is a share.
 */
export const tolerance = { lossNats: 0.01, lossShare: 0.02, exact: 0.02 } as const;

export interface FigureDifference {
	/** Index of the skill in the experiment. */
	readonly skill: number;
	readonly figure: 'loss' | 'exact';
	readonly expected: number | null;
	readonly yours: number | null;
	readonly within: boolean;
}

/** Differences besides the values, which may explain them. */
export type Cause =
	/** Differences of the experiments: model, data, policy, settings. */
	| { readonly what: 'experiment'; readonly difference: Difference }
	| {
			readonly what: 'backend' | 'device' | 'engine' | 'steps';
			readonly expected: string;
			readonly yours: string;
	  }
	/**
	 * Titles of policies that decide by measurements: one different bit can lead to other batches.
	 */
	| { readonly what: 'branching'; readonly policies: readonly string[] }
	/** Experiment, device and engine are equal: the cause is unknown. */
	| { readonly what: 'unknown' };

export type Verdict =
	| { readonly kind: 'bits' }
	| {
			/** different: a value is outside the tolerance, or the skills differ. */
			readonly kind: 'within' | 'different';
			/** Values that differ, the largest difference first. */
			readonly figures: readonly FigureDifference[];
			readonly causes: readonly Cause[];
			readonly tolerance: typeof tolerance;
	  };

export interface Repeated {
	readonly experiment: Experiment;
	readonly outcome: Outcome;
}

export function compareOutcomes(expected: Repeated, yours: Repeated): Verdict {
	const figures = figuresOf(expected.outcome, yours.outcome);
	// Detects altered values next to an unaltered hash.
	if (expected.outcome.bits === yours.outcome.bits && figures.length === 0) return { kind: 'bits' };
	const causes = causesOf(expected, yours);
	const { differences } = experimentDiff([expected.experiment, yours.experiment]);
	const otherSkills = differences.some(({ path }) => path.startsWith('skills'));
	const isWithin = !otherSkills && figures.every(({ within }) => within);
	return { kind: isWithin ? 'within' : 'different', figures, causes, tolerance };
}

function figuresOf(expected: Outcome, yours: Outcome): FigureDifference[] {
	const figures = expected.skills.flatMap((score, skill): FigureDifference[] => {
		const here = yours.skills[skill];
		if (!here) return [];
		return (['loss', 'exact'] as const).flatMap((figure) => {
			const pair = { expected: score[figure], yours: here[figure] };
			if (pair.expected === pair.yours) return [];
			return [{ skill, figure, ...pair, within: excess(figure, pair) <= 1 }];
		});
	});
	return figures.sort((a, b) => excess(b.figure, b) - excess(a.figure, a));
}

/** The difference as a multiple of the tolerance. */
function excess(
	figure: 'loss' | 'exact',
	{ expected, yours }: Pick<FigureDifference, 'expected' | 'yours'>,
): number {
	if (expected === null || yours === null) return Infinity;
	const { lossNats, lossShare, exact } = tolerance;
	const allowed =
		figure === 'exact' ? exact : Math.max(lossNats, lossShare * Math.max(expected, yours));
	// Both are rounded: 150/150 − 147/150 is 0.02, but slightly more as a double.
	return Math.abs(expected - yours) / allowed - 1e-9;
}

function causesOf(expected: Repeated, yours: Repeated): Cause[] {
	const { differences } = experimentDiff([expected.experiment, yours.experiment]);
	const known: Cause[] = [
		...differences.map((difference) => ({ what: 'experiment', difference }) as const),
		...stepsOf(expected.outcome, yours.outcome),
		...devicesOf(expected.outcome, yours.outcome),
		...enginesOf(expected.outcome, yours.outcome),
	];
	if (known.length === 0) return [{ what: 'unknown' }];
	return [...known, ...branching(yours.experiment)];
}

const stepsOf = ({ steps: a }: Outcome, { steps: b }: Outcome): Cause[] =>
	a === b ? [] : [{ what: 'steps', expected: `${a}`, yours: `${b}` }];

/** Old runs do not record everything. A missing value is not a difference. */
function devicesOf(expected: Outcome, yours: Outcome): Cause[] {
	const described = ({ backend, device }: Outcome) => device ?? backend;
	const both = { expected: described(expected), yours: described(yours) };
	if (expected.backend !== yours.backend) return [{ what: 'backend', ...both }];
	const isNoted = expected.device !== undefined && yours.device !== undefined;
	return isNoted && expected.device !== yours.device ? [{ what: 'device', ...both }] : [];
}

const enginesOf = ({ engine: a }: Outcome, { engine: b }: Outcome): Cause[] =>
	a === undefined || b === undefined || a === b
		? []
		: [{ what: 'engine', expected: `${a}`, yours: `${b}` }];

function branching({ policy }: Experiment): Cause[] {
	const policies = policy
		.map(({ id }) => policyById(id))
		.filter(({ group = 'fixed' }) => group !== 'fixed')
		.map(({ title }) => title);
	return policies.length > 0 ? [{ what: 'branching', policies: [...new Set(policies)] }] : [];
}
