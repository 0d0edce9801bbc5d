/** The parts of the page that a link can open or hide: the page's own, and the features'. */
import type { PageParts } from '#lab/run/linkView.ts';
import type { Feature } from './feature.ts';

const ownParts = ['pace', 'overTime'] as const;
export type OwnPart = (typeof ownParts)[number];

/** In the order of the page: left column, middle, right column, dialogs, screens. */
export function listParts(features: readonly Feature[]): PageParts {
	const isLeft = ({ column }: Feature) => column?.side === 'left';
	const partsOf = (listed: readonly Feature[]) =>
		listed.flatMap(({ parts = {} }) => Object.keys(parts));
	const left = features.filter(isLeft);
	const others = features.filter((feature) => !isLeft(feature));
	const places = features.filter(({ place }) => place).map(({ id }) => id);
	return { places, hideable: [...partsOf(left), ...ownParts, ...partsOf(others), ...places] };
}

/** Titles of the features' parts and screens, in the language in use. */
export const partTitles = (features: readonly Feature[]): Readonly<Record<string, string>> =>
	Object.fromEntries(
		features
			.flatMap(({ id, place, parts }) =>
				Object.entries({ ...parts, ...(place && { [id]: place.title }) }),
			)
			.map(([part, title]) => [part, title()]),
	);
