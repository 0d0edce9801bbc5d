/** Names of cells and groups, for the terminal and for assertions. */
import { allFactors, factorIds, factorsLabel } from '#lab/study/factors.ts';
import type { Factors, Study } from '#lab/study/study.ts';

/** The factors that distinguish groups. Factors with one value are left out, as in the report. */
export function groupFactors(study: Study): string[] {
	const all = allFactors(study);
	return factorIds(study).filter(
		(id) =>
			id === 'policy' || (id !== 'seed' && new Set(all.map((factors) => factors[id])).size > 1),
	);
}

/** For example `uniform · seed 3`. */
export const cellName = (study: Study, factors: Factors): string =>
	factorsLabel(factors, [...groupFactors(study), 'seed']);
