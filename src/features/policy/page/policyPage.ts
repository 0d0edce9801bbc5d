/** Page entry of the policy feature. */
import { shown, type FeaturePage } from '#page/shell/feature.ts';
import Mix from './Mix.svelte';

export const createPage = (): FeaturePage => ({ panel: shown(Mix, {}) });
