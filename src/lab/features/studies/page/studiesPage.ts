/** The entry of the studies for the page. */
import { saveFile } from '#lab/page/components/download.ts';
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { rememberPace } from '#lab/page/state/pace.ts';
import { keptStudies } from './kept.ts';
import StudiesPlace from './StudiesPlace.svelte';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { StudiesState } from './StudiesState.svelte.ts';

export const createPage: CreatePage = ({ lab, view, newId }) => {
	const studies = new StudiesState(lab, {
		newId,
		show: () => (view.place = 'studies'),
		save: saveFile,
		rememberPace: (experiment, pace) =>
			rememberPace(browserStorage('localStorage'), lab.info?.device.name ?? '', experiment, pace),
	});
	void studies.load();
	return {
		keeps: keptStudies(lab, studies),
		goHome: () => void studies.select(null),
		screens: { studies: withProps(StudiesPlace, { studies }) },
		keys: () =>
			studies.draft ? null : { toggle: () => studies.toggle(), step: (by) => studies.step(by) },
	};
};
