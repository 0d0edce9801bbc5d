/** Page entry of the explain feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import ExplanationPanel from './ExplanationPanel.svelte';
import { ComparisonRuns } from './ComparisonRuns.svelte.ts';

export const createPage: CreatePage = ({ lab }) => ({
	panel: withProps(ExplanationPanel, { comparisons: new ComparisonRuns(lab) }),
});
