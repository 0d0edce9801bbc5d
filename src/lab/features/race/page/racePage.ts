/** The entry of the race for the page. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import RacePlace from './RacePlace.svelte';
import { RaceState } from './RaceState.svelte.ts';

export const createPage: CreatePage = ({ lab, view, newId }) => {
	const race = new RaceState(lab, { newId, show: (place) => (view.place = place) });
	void race.load();
	addEventListener('pagehide', () => lab.noteClosing(race.runs));
	return {
		screens: { race: withProps(RacePlace, { race }) },
		keys: () => ({
			toggle: () => race.toggle(view.paceFrom(race.step)),
			step: async () => undefined,
			keepPace: () => race.keepPace(view.paceFrom(race.step)),
		}),
	};
};
