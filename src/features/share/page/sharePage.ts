/** Page entry of the share feature. */
import { shown, type FeaturePage, type PageState } from '#page/shell/feature.ts';
import Share from './Share.svelte';
import { ShareState } from './ShareState.svelte.ts';

export function createPage({ lab }: PageState): FeaturePage {
	const share = new ShareState(lab);
	return { overlay: shown(Share, { share }), openDialog: () => share.show() };
}
