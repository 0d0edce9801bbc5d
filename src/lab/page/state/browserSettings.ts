/** Settings of this browser, which no experiment has: its engine, and the allowed origins. */
import { words } from '#lab/page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';
import { browserStorage, requireStorage, type TextStorage } from './browserStorage.ts';

/** own: the lab's engine on the faster device. gpu, processor: the lab's engine on this one. */
const engines = ['own', 'gpu', 'processor', 'reference'] as const;
export type Engine = (typeof engines)[number];
const storageKey = 'skillet.engine';

export function chosenEngine(
	storage: Pick<TextStorage, 'getItem'> = browserStorage('localStorage'),
): Engine {
	const chosen = storage.getItem(storageKey);
	return engines.find((engine) => engine === chosen) ?? 'own';
}

/** The backend that an engine asks for. Undefined: the lab chooses. */
export const backendOf: Readonly<Record<Engine, 'tfjs' | 'wasm' | undefined>> = {
	own: undefined,
	gpu: undefined,
	processor: 'wasm',
	reference: 'tfjs',
};

/** Pauses the run, which stores it, then reloads the page with the engine. */
export async function chooseEngine(lab: LabState, engine: Engine): Promise<void> {
	if (!(await lab.attempt('', async () => requireStorage()))) return;
	await lab.attempt(words.notices.cannotPause, async () => {
		if (lab.run?.status.kind === 'running') await lab.run.pause();
		browserStorage('localStorage').setItem(storageKey, engine);
		const address = new URL(location.href);
		// It would override the choice.
		address.searchParams.delete('backend');
		history.replaceState(history.state, '', address);
		location.reload();
	});
}

declare global {
	interface Window {
		/** Origins that the visitor allowed, as read by public/origins.js for the page's policy. */
		readonly skilletOrigins?: readonly string[];
	}
}

/** Takes effect at the next load: an active policy cannot be widened. */
export function storeOrigins(storage: Pick<Storage, 'setItem'>, origins: readonly string[]): void {
	storage.setItem('skillet.origins', JSON.stringify([...new Set(origins)]));
}
