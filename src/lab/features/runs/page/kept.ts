/** The stored runs, for files with parts of the lab. */
import { type KeptKind, runPart } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';

/** A run without weights here has its curves. A study trains its unfinished cell again. */
export const keptRuns = (lab: Pick<LabState, 'client' | 'info'>): KeptKind => ({
	kind: 'run',
	stage: 'runs',
	list: async () =>
		Promise.all(
			(lab.info?.runs ?? []).map(async (run) => {
				const checkpoints = await lab.client['run.checkpoints']({ runId: run.id });
				return runPart(lab.client, run, checkpoints.length > 0);
			}),
		),
	store: async (_, [file]) => (await lab.client['run.import']({ file })).isNew,
});
