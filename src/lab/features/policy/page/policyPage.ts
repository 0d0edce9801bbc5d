/** Page entry of the policy feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import Mix from './Mix.svelte';
import { tellPolicy } from './tellPolicy.ts';

export const createPage: CreatePage = (page) => ({
	panel: withProps(Mix, {}),
	tells: () => tellPolicy(page),
});
