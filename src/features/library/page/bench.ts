/** The part of LabState that the library's dialogs use. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { NoticeState } from '#page/state/NoticeState.svelte.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';

export interface Bench {
	readonly client: LabClient;
	/** Null until the lab is open. */
	readonly info: LabInfo | null;
	/** The experiment on the workbench; null until the lab is open. */
	readonly experiment: Experiment | null;
	/** The run on the workbench; null before its first step. */
	readonly run: { readonly id: string; readonly step: number } | null;
	/** Puts a pinned experiment on the workbench; the previous run stays stored. */
	put(experiment: Experiment): void;
	/** Called after an import, a deletion, or a new or deleted model. */
	refresh(
		change: Partial<Pick<LabInfo, 'skills' | 'models' | 'storage' | 'artefacts'>>,
	): Promise<void>;
	/** Called after a run was imported from a file. */
	refreshRuns(): Promise<void>;
	openRun(id: string): Promise<void>;
	readonly notices: Pick<NoticeState, 'say' | 'fail'>;
}
