/** Page entry of the library feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { storeOrigins } from '#lab/page/state/browserSettings.ts';
import { browserStorage, requireStorage } from '#lab/page/state/browserStorage.ts';
import type { AfterReload, HubBrowser } from './HubState.svelte.ts';
import Library from './Library.svelte';
import { keptData } from './kept.ts';
import { LibraryState, type DialogName } from './LibraryState.svelte.ts';

/** Set before a reload that allows a hub's address. After it, the page continues there. */
const afterKey = 'skillet.hub';

export const createPage: CreatePage = (page) => {
	const { lab, view } = page;
	const session = browserStorage('sessionStorage');
	const browser: HubBrowser = {
		origins: window.skilletOrigins ?? [],
		async reload(origins, after) {
			requireStorage();
			if (lab.run?.status.kind === 'running') await lab.pause();
			storeOrigins(browserStorage('localStorage'), origins);
			session.setItem(afterKey, JSON.stringify(after));
			location.reload();
		},
	};
	/** A lesson shows beside itself what it needs. */
	const showLab = () => {
		if (!view.isSimple || view.guide) return false;
		view.chooseDepth('lab');
		return true;
	};
	const library = new LibraryState(lab, browser, page, showLab);
	lab.asksForMissing = () => library.askForMissing();
	const after = session.getItem(afterKey);
	session.removeItem(afterKey);
	if (after !== null) {
		const search = JSON.parse(after) as AfterReload;
		library.show(search.kind === 'data' ? 'import' : 'models');
		void (search.kind === 'data' ? library.hubData : library.hub).resume(search);
	}
	return {
		overlay: withProps(Library, { library }),
		async openDialog(id) {
			const isLast = view.startNavigation();
			const dialogs = await lab.notices.loaded(() => import('./LibraryDialogs.svelte'));
			if (dialogs && isLast()) library.show(id as DialogName);
		},
		take: async (files) => {
			if (lab.experiment) await library.take(files);
			return [];
		},
		keeps: keptData(lab, library.models),
	};
};
