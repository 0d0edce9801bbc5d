/** The sides of the comparisons that a study names beforehand: groups of cells by factors. */
import { factorIds, factorsKey, groupFactors, policyLabels } from '../factors.ts';
import type { CellResult } from '../result.ts';
import type { Analysis, Study } from '../study.ts';

export type Side = Readonly<ReturnType<typeof listSides>[number]>;

/** Groups by all factors but the seed and those that the analysis averages over. */
export function listSides(study: Study, { over }: Pick<Analysis, 'over'>) {
	const ids = factorIds(study).filter(
		(id) => id !== 'seed' && !(over as readonly string[]).includes(id),
	);
	const others = ids.filter((id) => id !== 'policy' && id !== 'domainShare');
	return groupFactors(study, ids).map(({ label, factors, planned }) => ({
		label,
		/** The factors that the cells of the side have in common. */
		factors,
		/** Equal for the sides that a comparison of policies pairs. */
		within: factorsKey(factors, others),
		/** The side's cells: more than one if the analysis averages over a factor. */
		cellsPerSeed: planned / study.seeds.length,
	}));
}

/** The cells of a side. */
export function cellsOf({ factors }: Side, finished: readonly CellResult[]): CellResult[] {
	const ids = Object.keys(factors);
	const key = factorsKey(factors, ids);
	return finished.filter((cell) => factorsKey(cell.factors, ids) === key);
}

/** The names of sides in an analysis: of policies, and of their groups. */
export const sideNames = (sides: readonly Side[]): string[] => [
	...new Set(sides.flatMap(({ label, factors }) => [String(factors.policy), label])),
];

/** The policy that all others are compared with, for figures and steps to a loss. */
export const findReference = (study: Study): string =>
	typeof study.analysis?.comparisons === 'string'
		? study.analysis.comparisons
		: (study.against[0] ?? policyLabels(study)[0]);

/** Two labels, and the comparison's own outcome. */
export type NamedPair = readonly [string, string, string?];

/** The pairs of labels that the analysis names. */
export const namedPairs = (study: Study, { comparisons }: Analysis): readonly NamedPair[] =>
	typeof comparisons === 'string'
		? policyLabels(study)
				.filter((label) => label !== comparisons)
				.map((label) => [label, comparisons] as const)
		: comparisons;

/** Sides with this label, or of this policy. */
export const sidesNamed = (sides: readonly Side[], name: string): Side[] =>
	sides.filter(({ label, factors }) => label === name || factors.policy === name);

/** The pairs of sides of two names: of policies, one within each value of the other factors. */
export function pairSides(
	sides: readonly Side[],
	[name, against]: NamedPair,
): (readonly [Side, Side])[] {
	const [ones, others] = [sidesNamed(sides, name), sidesNamed(sides, against)];
	if (ones.length === 1 && others.length === 1) return [[ones[0], others[0]]];
	return ones.flatMap((side) => {
		const other = others.find(({ within }) => within === side.within);
		return other ? [[side, other] as const] : [];
	});
}

/** The skills of a comparison's own outcome; null: it has the study's. Empty: no target. */
export function outcomeSkills(
	{ policies, target }: Study,
	pair: readonly Side[],
	outcome: string | undefined,
): readonly string[] | null {
	if (outcome === undefined) return null;
	if (outcome !== 'target') return [outcome];
	const targets = pair.map(({ factors }) => {
		const { settings } = policies.find(({ label }) => label === factors.policy) ?? {};
		return [settings?.target ?? settings?.targets ?? []].flat().map(String);
	});
	return targets.find((ids) => ids.length > 0) ?? (target === null ? [] : [target]);
}
