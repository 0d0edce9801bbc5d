/** Page entry of the explain feature. */
import { withProps, type CreatePage } from '#page/shell/feature.ts';
import ExplanationPanel from './ExplanationPanel.svelte';
import { SeedRepeats } from './SeedRepeats.svelte.ts';

export const createPage: CreatePage = ({ lab }) => ({
	panel: withProps(ExplanationPanel, { repeats: new SeedRepeats(lab) }),
});
