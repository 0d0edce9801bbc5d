/** Page entry of the runs feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { keptRuns } from './kept.ts';
import RunsPlace from './RunsPlace.svelte';
import { RunsState } from './RunsState.svelte.ts';

export const createPage: CreatePage = ({ lab }) => ({
	screens: { runs: withProps(RunsPlace, { runs: new RunsState(lab) }) },
	keeps: [keptRuns(lab)],
});
