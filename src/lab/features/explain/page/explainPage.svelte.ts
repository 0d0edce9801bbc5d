/** Page entry of the explain feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import AskDialog from './AskDialog.svelte';
import ExplanationPanel from './ExplanationPanel.svelte';
import TryIt from './TryIt.svelte';

export const createPage: CreatePage = () => {
	const asking = $state({ isOpen: false });
	return {
		tabs: { why: withProps(ExplanationPanel, {}), ask: withProps(TryIt, {}) },
		overlay: withProps(AskDialog, { asking }),
		openDialog: () => (asking.isOpen = true),
	};
};
