/** The tabs of a browser share one database, which one tab has. Another tab can take it over. */

import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { words } from '#lab/page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';

const channelName = 'skillet.tabs';

/** Asks the tab that has the lab to leave it. */
export function takeOver(): void {
	try {
		const channel = new BroadcastChannel(channelName);
		channel.postMessage('take over');
		channel.close();
	} catch {
		// Firefox blocks it with the storage. Such a tab shares no database with another.
	}
}

/** Leaves the lab when a tab asks for it. Returns the end of the watch. */
export function watchTabs(lab: LabState): () => void {
	try {
		const channel = new BroadcastChannel(channelName);
		channel.addEventListener('message', () => void leave(lab));
		return () => channel.close();
	} catch {
		return () => undefined; // As above.
	}
}

/** Milliseconds. A step may take longer. Then the run continues from its last checkpoint. */
const longestPause = 10_000;

/** Pauses the run at a checkpoint, and ends the worker. A tab that waits has nothing to leave. */
async function leave(lab: LabState): Promise<void> {
	if (lab.status.kind !== 'ready' && lab.status.kind !== 'silent') return;
	const isTraining = lab.run?.status.kind === 'running';
	const patience = new Promise((resolve) => setTimeout(resolve, longestPause));
	if (isTraining) await Promise.race([lab.run?.pause(), patience]).catch(() => undefined);
	const why = words.status.lab.elsewhere.join(' ');
	lab.client.close(new StorageError(asMessage(why)));
	lab.status = { kind: 'elsewhere' };
}
