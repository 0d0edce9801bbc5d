/** The engine that this browser trains with: a setting of the browser, not of an experiment. */
import { words } from '#page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';
import type { TextStorage } from './ViewState.svelte.ts';

export type Engine = 'own' | 'reference';
const storageKey = 'skillet.engine';

export const chosenEngine = (storage: Pick<TextStorage, 'getItem'>): Engine =>
	storage.getItem(storageKey) === 'reference' ? 'reference' : 'own';

/** Pauses the run, which stores it, then reloads the page with the engine. */
export async function chooseEngine(lab: LabState, engine: Engine): Promise<void> {
	await lab.attempt(words.notices.cannotPause, async () => {
		if (lab.run?.status.kind === 'running') await lab.run.pause();
		localStorage.setItem(storageKey, engine);
		const address = new URL(location.href);
		// It would override the choice.
		address.searchParams.delete('backend');
		history.replaceState(history.state, '', address);
		location.reload();
	});
}
