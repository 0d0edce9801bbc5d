/** Factors of a study's cells: their names, labels, values and numbers. */
import { InputError } from '#core/errors.ts';
import { axisTitle, foundLabel, shareLabel } from './axes.ts';
import type { Factors, Study } from './study.ts';

/** The factors that the study's cells have; the seed is last. */
export const factorIds = ({ axes }: Study): string[] => [
	'policy',
	...(axes.domainShare ? ['domainShare'] : []),
	...(axes.model ? ['model'] : []),
	...(axes.epochs ? ['epochs'] : []),
	...(axes.learningRate ? ['learningRate'] : []),
	'seed',
];

/** The factors of each cell in the order of planCells, without making the cells. */
export function allFactors(study: Study): Factors[] {
	const { model, epochs, learningRate, domainShare = [] } = study.axes;
	const policies: Factors[] = [
		...study.policies.map(({ label }) => ({ policy: label })),
		...domainShare.map((share) => ({ policy: shareLabel(share), domainShare: share })),
		...(study.search ? [{ policy: foundLabel }] : []),
	];
	const cross = (before: Factors[], id: string, values?: readonly (string | number)[]) =>
		values
			? before.flatMap((factors) => values.map((value): Factors => ({ ...factors, [id]: value })))
			: before;
	const models = model?.map(({ id }) => id);
	let all: Factors[] = study.seeds.map((seed) => ({ seed }));
	all = cross(all, 'model', models);
	all = cross(all, 'epochs', epochs);
	all = cross(all, 'learningRate', learningRate);
	return all.flatMap((factors) => policies.map((policy): Factors => ({ ...factors, ...policy })));
}

/** Equal for cells with the same values of these factors. */
export const factorsKey = (factors: Factors, ids: readonly string[]): string =>
	JSON.stringify(ids.map((id) => factors[id] ?? null));

/** For example `MoS`, `skillet-large`, `2 epochs`. */
export function valueLabel(id: string, value: string | number | undefined): string {
	if (value === undefined) return 'none';
	if (id === 'epochs') return value === 1 ? '1 epoch' : `${value} epochs`;
	if (id === 'learningRate') return `rate ${value}`;
	if (id === 'seed') return `seed ${value}`;
	if (id === 'domainShare') return shareLabel(Number(value));
	return String(value);
}

/** Leaves out the domain share if the policy, whose label contains it, is shown. */
export const factorsLabel = (factors: Factors, ids: readonly string[]): string =>
	ids
		.filter((id) => id !== 'domainShare' || !ids.includes('policy'))
		.map((id) => valueLabel(id, factors[id]))
		.join(' · ') || 'all';

/** The index of a result's or a failure's cell in allFactors; −1 for another study's cell. */
export function cellIndexIn(study: Study): (outcome: { readonly factors: Factors }) => number {
	const ids = factorIds(study);
	const indices = new Map(allFactors(study).map((factors, i) => [factorsKey(factors, ids), i]));
	return ({ factors }) => indices.get(factorsKey(factors, ids)) ?? -1;
}

/** Sorts by cell; keeps the last of several of one cell, and drops those of other studies. */
export function sortByCell<T extends { readonly factors: Factors }>(
	study: Study,
	results: readonly T[],
): T[] {
	const cellIndex = cellIndexIn(study);
	const byIndex = new Map(results.map((result) => [cellIndex(result), result]));
	byIndex.delete(-1);
	return [...byIndex].sort(([a], [b]) => a - b).map(([, result]) => result);
}

export const maxCells = 5000;

/** The lengths of a study's lists. */
export interface StudyLengths {
	readonly policies: ArrayLike<unknown>;
	readonly seeds: ArrayLike<unknown>;
	readonly axes: { readonly [Id in keyof Study['axes']]?: ArrayLike<unknown> | undefined };
	readonly search: unknown;
}

/** The number of values of each axis. Domain shares and the searched mix count as policies. */
export function axisSizes({ policies, seeds, axes, search }: StudyLengths): Record<string, number> {
	const { domainShare, ...others } = axes;
	return {
		policy: policies.length + (domainShare?.length ?? 0) + (search ? 1 : 0),
		seed: seeds.length,
		...Object.fromEntries(
			Object.entries(others).flatMap(([id, values]) => (values ? [[id, values.length]] : [])),
		),
	};
}

/** Without the runs of a search. */
export const countCells = (study: StudyLengths): number =>
	Object.values(axisSizes(study)).reduce((product, count) => product * count, 1);

/** Throws InputError with the number of cells and the axes that cause it. */
export function demandFewCells(study: StudyLengths): void {
	const count = countCells(study);
	if (count <= maxCells) return;
	const sizes = Object.entries(axisSizes(study))
		.filter(([, values]) => values > 1)
		.map(([id, values]) => `${axisTitle(id).toLowerCase()} ${values.toLocaleString('en')}`);
	throw new InputError(
		`The study has ${count.toLocaleString('en')} cells (${sizes.join(' × ')}), ` +
			`more than ${maxCells.toLocaleString('en')}. ` +
			'Give fewer values on these axes, or split it into several studies.',
		{ cells: count },
	);
}
