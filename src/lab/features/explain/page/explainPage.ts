/** Page entry of the explain feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import AskDialog from './AskDialog.svelte';
import { AskState } from './AskState.svelte.ts';
import ExplanationPanel from './ExplanationPanel.svelte';
import { ComparisonRuns } from './ComparisonRuns.svelte.ts';
import TryIt from './TryIt.svelte';

export const createPage: CreatePage = ({ lab }) => {
	const asking = new AskState();
	return {
		tabs: {
			why: withProps(ExplanationPanel, { comparisons: new ComparisonRuns(lab) }),
			ask: withProps(TryIt, {}),
		},
		overlay: withProps(AskDialog, { asking }),
		openDialog: () => (asking.isOpen = true),
	};
};
