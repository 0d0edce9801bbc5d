/** Page entry of the share feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import Share from './Share.svelte';
import { ShareState } from './ShareState.svelte.ts';

export const createPage: CreatePage = ({ lab }) => {
	const share = new ShareState(lab, (fragment) => void (location.hash = fragment));
	return { overlay: withProps(Share, { share }), openDialog: () => void (share.isOpen = true) };
};
