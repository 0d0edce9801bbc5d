/** Page entry of the policy feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import Mix from './Mix.svelte';
import QuickPolicies from './QuickPolicies.svelte';
import { tellPolicy } from './tellPolicy.ts';

export const createPage: CreatePage = (page) => ({
	tabs: { mix: withProps(Mix, {}) },
	bar: withProps(QuickPolicies, {}),
	tells: () => tellPolicy(page),
});
