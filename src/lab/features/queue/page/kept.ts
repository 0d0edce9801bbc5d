/** The queue, for files with parts of the lab. Its runs are parts of their own. */
import { runStem } from '#engine/core/file.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { LabClient } from '#lab/worker/client.ts';

export const keptQueue = (client: LabClient): KeptKind => ({
	kind: 'queued',
	stage: 'work',
	list: async () =>
		(await client['queue.list']()).entries.map((entry) => {
			const name = runStem(entry.experiment);
			const files = [{ name: 'entry.json', blob: new Blob([JSON.stringify(entry)]) }];
			return { name, read: async () => ({ id: entry.runId, name, files }) };
		}),
	store: async (_, [file]) => client['queue.restore']({ file }),
});
