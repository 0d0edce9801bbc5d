/** Factors of a study's cells: their names, labels, values and numbers. */
import { InputError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import { say } from '#engine/core/message.ts';
import { axisText } from './sentences.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import type { Factors, Study, StudyPolicy } from './study.ts';

/** The values of a cell. It has either a policy or a domain share. */
export interface CellValues {
	readonly model?: ModelRef | undefined;
	readonly epochs?: number | undefined;
	readonly learningRate?: number | undefined;
	readonly policy?: StudyPolicy;
	/** Share of the domain skills; general skills get the rest. */
	readonly domainShare?: number;
	readonly seed: number;
}

/** Label of a domain share, which is a policy of its own. */
export const shareLabel = (share: number) => `domain ${Number((100 * share).toPrecision(6))} %`;

/** The factors that the study's cells have; the seed is last. */
export const factorIds = ({ axes }: Study): string[] => [
	'policy',
	...(['domainShare', 'model', 'epochs', 'learningRate'] as const).filter((id) => axes[id]),
	'seed',
];

/** All cells, in a list for each combination of the axes but the policy. Seeds vary slowest. */
export function cellValues(study: Study): CellValues[][] {
	const { seeds, axes } = study;
	const { model: models = [undefined], epochs: epochCounts = [undefined] } = axes;
	const { learningRate: rates = [undefined] } = axes;
	return seeds.flatMap((seed) =>
		models.flatMap((model) =>
			epochCounts.flatMap((epochs) =>
				rates.map((learningRate) =>
					policyValues(study).map((policy) => ({ seed, model, epochs, learningRate, ...policy })),
				),
			),
		),
	);
}

/** The policies and the domain shares. */
const policyValues = ({ policies, axes }: Study): Omit<CellValues, 'seed'>[] => [
	...policies.map((policy) => ({ policy })),
	...(axes.domainShare ?? []).map((domainShare) => ({ domainShare })),
];

export const policyLabels = (study: Study): string[] => policyValues(study).map(policyLabel);
const policyLabel = ({ policy, domainShare = 0 }: Omit<CellValues, 'seed'>): string =>
	policy?.label ?? shareLabel(domainShare);

/**
 * The policies that the study names for the others to be compared with. Published studies name
 * pairs in `analysis`, or a label.
 */
export function namedReferences(study: Study): string[] {
	const pairs = [study.analysis?.comparisons ?? []].flat<Json[]>();
	const sides = pairs.map((pair) => String(Array.isArray(pair) ? pair[1] : pair));
	const labels = policyLabels(study);
	const named = study.against.length > 0 ? study.against : [...new Set(sides)];
	return named.filter((label) => labels.includes(label));
}

export const toFactors = (values: CellValues): Factors => {
	const { model, epochs, learningRate, domainShare, seed } = values;
	return {
		...(model && { model: model.id }),
		...(epochs !== undefined && { epochs }),
		...(learningRate !== undefined && { learningRate }),
		policy: policyLabel(values),
		seed,
		...(domainShare !== undefined && { domainShare }),
	};
};

/** The factors of each cell in the order of planCells, without making the cells. */
export const allFactors = (study: Study): Factors[] => cellValues(study).flat().map(toFactors);

/** Equal for cells with the same values of these factors. */
export const factorsKey = (factors: Factors, ids: readonly string[]): string =>
	JSON.stringify(ids.map((id) => factors[id] ?? null));

/** For example `MoS`, `skillet-medium`, `2 epochs`. */
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

export type FactorGroup = ReturnType<typeof groupFactors>[number];

/** Groups of the study's cells with equal values of these factors. */
export function groupFactors(study: Study, ids: readonly string[]) {
	const all = allFactors(study);
	// The policy names a group even if it is the only one.
	const varied = ids.filter(
		(id) => id === 'policy' || new Set(all.map((factors) => factors[id])).size > 1,
	);
	const groups = listsByKey(all, (factors) => factorsKey(factors, ids));
	return [...groups].map(([key, [first, ...others]]) => {
		const common = ids.flatMap((id) => (first[id] === undefined ? [] : [[id, first[id]] as const]));
		const factors: Factors = Object.fromEntries(common);
		/** `planned`: its number of cells. */
		return { key, label: factorsLabel(factors, varied), factors, planned: 1 + others.length };
	});
}

/** The index of a result's or a failure's cell in allFactors; −1 for another study's cell. */
export function cellIndexIn(study: Study): (outcome: { readonly factors: Factors }) => number {
	const ids = factorIds(study);
	const indices = new Map(allFactors(study).map((factors, i) => [factorsKey(factors, ids), i]));
	return ({ factors }) => indices.get(factorsKey(factors, ids)) ?? -1;
}

/** Sorts by cell, keeps the last result of each cell, and drops those of other studies. */
export function sortByCell<T extends { readonly factors: Factors }>(
	study: Study,
	results: readonly T[],
): T[] {
	const cellIndex = cellIndexIn(study);
	const byIndex = new Map(results.map((result) => [cellIndex(result), result]));
	byIndex.delete(-1);
	return [...byIndex].sort(([a], [b]) => a - b).map(([, result]) => result);
}

const maxCells = 5000;

/** Axes with their numbers of values. Domain shares count as policies. */
function axisSizes(study: Study): (readonly [id: string, size: number])[] {
	const { domainShare: _policies, ...axes } = study.axes;
	const values = { policy: policyValues(study), seed: study.seeds, ...axes };
	return Object.entries(values).map(([id, list]) => [id, list.length]);
}

export const countCells = (study: Study): number =>
	axisSizes(study).reduce((product, [, size]) => product * size, 1);

/** Throws InputError with the number of cells and the axes that cause it. */
export function demandFewCells(study: Study): void {
	const count = countCells(study);
	if (count <= maxCells) return;
	const sizes = axisSizes(study)
		.filter(([, values]) => values > 1)
		.map(([id, values]) => `${axisText(id)} ${values.toLocaleString('en')}`);
	throw new InputError(
		say(
			'The study has {count} cells ({sizes}), more than {maxCells}. Give fewer values on these axes, or split it into several studies.',
			{
				count: count.toLocaleString('en'),
				sizes: sizes.join(' × '),
				maxCells: maxCells.toLocaleString('en'),
			},
		),
		{ cells: count },
	);
}
