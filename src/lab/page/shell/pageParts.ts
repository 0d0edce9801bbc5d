/** The parts of the page that a link can open or hide: the page's own, and the features'. */
import type { PageParts } from '#lab/run/linkView.ts';
import type { Feature } from './feature.ts';

const ownParts = ['pace', 'overTime'];

/** In the order of the page: panels above, the middle, panels below, dialogs, screens. */
export function listParts(features: readonly Feature[]): PageParts {
	const isAbove = ({ panel }: Feature) => panel?.side === 'above';
	const partsOf = (listed: readonly Feature[]) =>
		listed.flatMap(({ parts = {} }) => Object.keys(parts));
	const above = features.filter(isAbove);
	const others = features.filter((feature) => !isAbove(feature));
	const places = features.flatMap(({ places = [] }) => places.map(({ id }) => id));
	return { places, hideable: [...partsOf(above), ...ownParts, ...partsOf(others), ...places] };
}

/** Titles of the features' parts and screens, in the language in use. */
export const partTitles = (features: readonly Feature[]): Readonly<Record<string, string>> =>
	Object.fromEntries(
		features
			.flatMap(({ places = [], parts = {} }) => [
				...Object.entries(parts),
				...places.map(({ id, title }) => [id, title] as const),
			])
			.map(([part, title]) => [part, title()]),
	);
