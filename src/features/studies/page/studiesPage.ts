/** The studies, for the page. */
import { saveBlob } from '#page/components/download.ts';
import { shown, type FeaturePage, type PageState } from '#page/shell/feature.ts';
import { rememberPace } from '#page/state/pace.ts';
import StudiesPlace from './StudiesPlace.svelte';
import { StudiesState } from './StudiesState.svelte.ts';

export function createPage({ lab, view, newId }: PageState): FeaturePage {
	const studies = new StudiesState(lab, {
		newId,
		show: () => view.go('studies'),
		save: saveBlob,
		rememberPace: (experiment, milliseconds) =>
			rememberPace(localStorage, lab.info?.device.name ?? '', experiment, milliseconds),
	});
	void studies.load();
	return {
		screen: shown(StudiesPlace, { studies }),
		keys: () =>
			studies.draft ? null : { toggle: () => studies.toggle(), step: (by) => studies.step(by) },
	};
}
