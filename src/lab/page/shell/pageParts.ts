/** The parts of the page that a link can open or hide: the page's own, and the features'. */
import type { PageParts } from '#lab/run/linkView.ts';
import type { Feature } from './feature.ts';

const ownParts = ['pace', 'overTime'];

/** In the order of the page: the middle, the inspector and dialogs, screens. */
export function listParts(features: readonly Feature[]): PageParts {
	const parts = features.flatMap(({ parts = {} }) => Object.keys(parts));
	const places = features.flatMap(({ places = [] }) => places.map(({ id }) => id));
	return { places, hideable: [...ownParts, ...parts, ...places] };
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
