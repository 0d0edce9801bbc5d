/** The factors of a study's cells: which there are, what they are called, and which cells are alike in them. */
import { shareLabel } from './axes.ts';
import { foundLabel } from './cells.ts';
import type { Factors, Study } from './study.ts';

/** Names of the factors that the study gives its cells; the seed last. */
export const factorIds = ({ axes }: Study): string[] => [
	'policy',
	...(axes.domainShare ? ['domainShare'] : []),
	...(axes.model ? ['model'] : []),
	...(axes.epochs ? ['epochs'] : []),
	...(axes.learningRate ? ['learningRate'] : []),
	'seed',
];

/** Of each cell, without making it; as in planCells. */
export function allFactors(study: Study): Factors[] {
	const { model, epochs, learningRate, domainShare = [] } = study.axes;
	const policies: Factors[] = [
		...study.policies.map(({ label }) => ({ policy: label })),
		...domainShare.map((share) => ({ policy: shareLabel(share), domainShare: share })),
		...(study.search ? [{ policy: foundLabel }] : []),
	];
	const times = (before: Factors[], id: string, values?: readonly (string | number)[]) =>
		values
			? before.flatMap((factors) => values.map((value): Factors => ({ ...factors, [id]: value })))
			: before;
	let all: Factors[] = study.seeds.map((seed) => ({ seed }));
	all = times(
		all,
		'model',
		model?.map(({ id }) => id),
	);
	all = times(all, 'epochs', epochs);
	all = times(all, 'learningRate', learningRate);
	return all.flatMap((factors) => policies.map((policy): Factors => ({ ...factors, ...policy })));
}

/** Equal for cells that are alike in these factors. */
export const alike = (factors: Factors, ids: readonly string[]): string =>
	JSON.stringify(ids.map((id) => factors[id] ?? null));

/** What a value is called beside others: `MoS`, `skillet-large`, `2 epochs`. */
export function valueLabel(id: string, value: string | number | undefined): string {
	if (value === undefined) return 'none';
	if (id === 'epochs') return value === 1 ? '1 epoch' : `${value} epochs`;
	if (id === 'learningRate') return `rate ${value}`;
	if (id === 'seed') return `seed ${value}`;
	if (id === 'domainShare') return shareLabel(Number(value));
	return String(value);
}

/** A domain share's name says it already. */
export const factorsLabel = (factors: Factors, ids: readonly string[]): string =>
	ids
		.filter((id) => id !== 'domainShare' || !ids.includes('policy'))
		.map((id) => valueLabel(id, factors[id]))
		.join(' · ') || 'all';

/** Which cell of the study a result or a failure is of, as its place in allFactors; −1: none. */
export function placeIn(study: Study): (of: { readonly factors: Factors }) => number {
	const ids = factorIds(study);
	const places = new Map(allFactors(study).map((factors, i) => [alike(factors, ids), i]));
	return ({ factors }) => places.get(alike(factors, ids)) ?? -1;
}

/** In the order of the cells, each once: the order in which they ended, and a result of another study, change nothing. */
export function inOrder<T extends { readonly factors: Factors }>(
	study: Study,
	results: readonly T[],
): T[] {
	const placeOf = placeIn(study);
	const byPlace = new Map(results.map((result) => [placeOf(result), result]));
	byPlace.delete(-1);
	return [...byPlace].sort(([a], [b]) => a - b).map(([, result]) => result);
}
