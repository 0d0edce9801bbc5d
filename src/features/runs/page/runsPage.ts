/** Page entry of the runs feature. */
import { shown, type FeaturePage, type PageState } from '#page/shell/feature.ts';
import RunsPlace from './RunsPlace.svelte';
import { RunsState } from './RunsState.svelte.ts';

export function createPage({ lab }: PageState): FeaturePage {
	return { screen: shown(RunsPlace, { runs: new RunsState(lab) }) };
}
