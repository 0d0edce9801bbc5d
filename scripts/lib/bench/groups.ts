/** What the cells of a study, and its groups of them, are called: in the terminal, and in what is asserted of them. */
import {
	type Factors,
	type Study,
	allFactors,
	factorIds,
	factorsLabel,
} from '#features/studies/study.ts';

/** The factors that tell groups apart: as the report names them, without those of one value only. */
export function groupFactors(study: Study): string[] {
	const all = allFactors(study);
	return factorIds(study).filter(
		(id) =>
			id === 'policy' || (id !== 'seed' && new Set(all.map((factors) => factors[id])).size > 1),
	);
}

/** `uniform · seed 3`. */
export const nameOf = (study: Study, factors: Factors): string =>
	factorsLabel(factors, [...groupFactors(study), 'seed']);
