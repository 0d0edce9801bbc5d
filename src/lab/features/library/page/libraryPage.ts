/** Page entry of the library feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { storeOrigins } from '#lab/page/state/browserSettings.ts';
import { browserStorage, requireStorage } from '#lab/page/state/browserStorage.ts';
import type { AfterReload, HubBrowser } from './HubState.svelte.ts';
import Library from './Library.svelte';
import { keptData } from './kept.ts';
import LibraryPlace from './LibraryPlace.svelte';
import { LibraryState } from './LibraryState.svelte.ts';

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
	const open = (place: string) => (view.place = place);
	const library = new LibraryState(lab, browser, page, { showLab, open });
	lab.asksForMissing = () => library.askForMissing();
	const after = session.getItem(afterKey);
	session.removeItem(afterKey);
	if (after !== null) {
		const search = JSON.parse(after) as AfterReload;
		library.open(search.kind === 'data' ? 'data' : 'models');
		void (search.kind === 'data' ? library.hubData : library.hub).resume(search);
	}
	const place = withProps(LibraryPlace, { library });
	return {
		screens: { data: place, models: place, settings: place },
		overlay: withProps(Library, { library }),
		take: async (files) => {
			if (lab.experiment) await library.take(files);
			return [];
		},
		keeps: keptData(lab, library.models),
	};
};
