/** The stored runs, for files with parts of the lab. */
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';

/** A run without weights here has its curves. A study trains its unfinished cell again. */
export const keptRuns = (lab: Pick<LabState, 'client' | 'info'>): KeptKind => ({
	kind: 'run',
	stage: 'runs',
	list: async () =>
		Promise.all(
			(lab.info?.runs ?? []).map(async ({ id, name = id }) => {
				const weights = (await lab.client['run.checkpoints']({ runId: id })).length > 0;
				return { id, name, files: [await lab.client['run.export']({ runId: id, weights })] };
			}),
		),
	store: async (_, [file]) => (await lab.client['run.import']({ file })).isNew,
});
