/** What the dialogs need of the bench: the part of LabState that keeps them apart from the rest. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { NoticeState } from '#page/state/NoticeState.svelte.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';

export interface Bench {
	readonly client: LabClient;
	/** Null until the lab is open. */
	readonly info: LabInfo | null;
	/** The experiment on the bench. Null until the lab is open. */
	readonly experiment: Experiment | null;
	/** The run on the bench; null before its first step. */
	readonly run: { readonly id: string; readonly step: number } | null;
	/** Puts a pinned experiment on the bench; the run before it stays stored. */
	put(experiment: Experiment): void;
	/** After an import, a deletion or a model that came or went. */
	refresh(
		change: Partial<Pick<LabInfo, 'skills' | 'models' | 'storage' | 'artefacts'>>,
	): Promise<void>;
	/** After a run came in from a file. */
	refreshRuns(): Promise<void>;
	openRun(id: string): Promise<void>;
	readonly notices: Pick<NoticeState, 'say' | 'fail'>;
}
