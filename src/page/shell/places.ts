/** What the page's middle can be beside the bench: a place is one entry here, and the head links to it. */
import type { Component } from 'svelte';
import Questions from '#features/questions/page/Questions.svelte';
import RunsPlace from '#features/runs/page/RunsPlace.svelte';
import type { Place } from '#page/state/ViewState.svelte.ts';
import StudiesPlace from '#features/studies/page/StudiesPlace.svelte';
import { words } from '#page/words/words.ts';

export interface PlaceEntry {
	readonly id: Exclude<Place, 'bench'>;
	/** In the head. */
	readonly title: string;
	readonly component: Component;
}

export const places: readonly PlaceEntry[] = [
	{ id: 'runs', title: words.runs.title, component: RunsPlace },
	{ id: 'studies', title: words.studies.title, component: StudiesPlace },
	{ id: 'questions', title: words.questions.title, component: Questions },
];

/** For the browser's tab. */
export function titleOf(place: Place): string {
	const entry = places.find(({ id }) => id === place);
	return entry ? `${entry.title} · ${words.header.name}` : words.header.name;
}
