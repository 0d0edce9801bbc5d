/** How many cells a study has, known before any of them is made. */
import { InputError } from '#core/errors.ts';
import { axisTitle } from './axes.ts';
import type { Study } from './study.ts';

export const maxCells = 5000;

/** Lengths are all that is looked at. */
export interface StudySize {
	readonly policies: ArrayLike<unknown>;
	readonly seeds: ArrayLike<unknown>;
	readonly axes: { readonly [Id in keyof Study['axes']]?: ArrayLike<unknown> | undefined };
	readonly search: unknown;
}

/** How many values each axis takes. Domain shares and the searched bar are policies by themselves. */
export function axisSizes({ policies, seeds, axes, search }: StudySize): Record<string, number> {
	const { domainShare, ...others } = axes;
	return {
		policy: policies.length + (domainShare?.length ?? 0) + (search ? 1 : 0),
		seed: seeds.length,
		...Object.fromEntries(
			Object.entries(others).flatMap(([id, values]) => (values ? [[id, values.length]] : [])),
		),
	};
}

/** Runs of the search for the bar come on top. */
export const countCells = (study: StudySize): number =>
	Object.values(axisSizes(study)).reduce((product, count) => product * count, 1);

/** Throws InputError that says the count, and which axes make it. */
export function demandFewCells(study: StudySize, file = 'The study'): void {
	const count = countCells(study);
	if (count <= maxCells) return;
	const factors = Object.entries(axisSizes(study))
		.filter(([, values]) => values > 1)
		.map(([id, values]) => `${axisTitle(id).toLowerCase()} ${values.toLocaleString('en')}`);
	throw new InputError(
		`${file}: it has ${count.toLocaleString('en')} cells (${factors.join(' × ')}), more than ${maxCells.toLocaleString('en')}. ` +
			'Take fewer values on these axes, or make several studies of it.',
		{ cells: count },
	);
}
