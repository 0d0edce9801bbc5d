/** Page entry of the explain feature. */
import { shown, type FeaturePage, type PageState } from '#page/shell/feature.ts';
import ExplanationPanel from './ExplanationPanel.svelte';
import { SeedRepeats } from './SeedRepeats.svelte.ts';

export function createPage({ lab }: PageState): FeaturePage {
	return { panel: shown(ExplanationPanel, { repeats: new SeedRepeats(lab) }) };
}
