/** Page entry of the policy feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import Mix from './Mix.svelte';

export const createPage: CreatePage = () => ({ panel: withProps(Mix, {}) });
