/** Compares a repeated run with the results in a link, and lists possible causes of differences. */
import { findPolicy } from '#mixing/index.ts';
import type { Experiment } from './experiment.ts';
import { experimentDiff, type Difference } from './experimentDiff.ts';
import type { Outcome } from './outcome.ts';

/** For another adapter's rounding, amplified over the run. Of a loss, the larger bound counts. */
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
	/** Ids of policies that decide by measurements: one other bit can lead to other batches. */
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
	const figures = listFigures(expected.outcome, yours.outcome);
	// Detects altered values next to an unaltered hash.
	if (expected.outcome.bits === yours.outcome.bits && figures.length === 0) return { kind: 'bits' };
	const { differences } = experimentDiff([expected.experiment, yours.experiment]);
	const causes = listCauses(differences, expected.outcome, yours);
	const otherSkills = differences.some(({ path }) => path.startsWith('skills'));
	const isWithin = !otherSkills && figures.every(({ within }) => within);
	return { kind: isWithin ? 'within' : 'different', figures, causes, tolerance };
}

function listFigures(expected: Outcome, yours: Outcome): FigureDifference[] {
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

function listCauses(
	differences: readonly Difference[],
	expected: Outcome,
	{ outcome: yours, experiment }: Repeated,
): Cause[] {
	const described = ({ backend, device }: Outcome) => device ?? backend;
	const known: Cause[] = [
		...differences.map((difference) => ({ what: 'experiment', difference }) as const),
		...differing('steps', expected.steps, yours.steps),
		...(expected.backend === yours.backend
			? differing('device', expected.device, yours.device)
			: differing('backend', described(expected), described(yours))),
		...differing('engine', expected.engine, yours.engine),
	];
	return known.length === 0 ? [{ what: 'unknown' }] : [...known, ...branching(experiment)];
}

/** Old runs do not record everything. A missing value is not a difference. */
const differing = (
	what: 'backend' | 'device' | 'engine' | 'steps',
	expected: string | number | undefined,
	yours: string | number | undefined,
): Cause[] =>
	expected === undefined || yours === undefined || expected === yours
		? []
		: [{ what, expected: `${expected}`, yours: `${yours}` }];

function branching({ policy }: Experiment): Cause[] {
	const policies = policy
		.map(({ id }) => id)
		.filter((id) => (findPolicy(id)?.group ?? 'fixed') !== 'fixed');
	return policies.length > 0 ? [{ what: 'branching', policies: [...new Set(policies)] }] : [];
}
