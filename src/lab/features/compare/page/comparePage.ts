/** The entry of the comparisons for the page. */
import { saveFile } from '#lab/page/components/download.ts';
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { rememberPace } from '#lab/page/state/pace.ts';
import ComparePlace from './ComparePlace.svelte';
import { CompareState } from './CompareState.svelte.ts';
import { keptStudies } from './kept.ts';

export const createPage: CreatePage = ({ lab, view, newId }) => {
	const comparisons = new CompareState(lab, {
		newId,
		show: () => (view.place = 'compare'),
		save: saveFile,
		// A comparison has no step at which a pace could end.
		pace: () => view.paceFrom(Infinity),
		rememberPace: (experiment, pace) =>
			rememberPace(browserStorage('localStorage'), lab.info?.device.name ?? '', experiment, pace),
	});
	void comparisons.load();
	return {
		keeps: keptStudies(lab, comparisons),
		goHome: () => void comparisons.select(null),
		screens: { compare: withProps(ComparePlace, { comparisons }) },
		keys: () =>
			comparisons.draft
				? null
				: {
						toggle: () => comparisons.toggle(),
						step: (by) => comparisons.step(by),
						keepPace: () => comparisons.keepPace(),
					},
	};
};
