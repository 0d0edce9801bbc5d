/** Page entry of the blend. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import BlendPanel from './BlendPanel.svelte';
import { BlendState } from './BlendState.svelte.ts';

export const createPage: CreatePage = (page) => ({
	panel: withProps(BlendPanel, { blend: new BlendState(page) }),
});
