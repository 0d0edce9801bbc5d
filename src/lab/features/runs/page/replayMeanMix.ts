/** Replays a run's mean mix: does the change of the mix help, or only its mean? */
import type { RunRecord } from '#lab/run/stores.ts';
import { words } from '#lab/page/words/words.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';

export const replayPolicy = 'replay';

/** Puts the experiment with the run's mean shares on the workbench. The run becomes the ghost. */
export async function replayMeanMix(
	lab: Pick<LabState, 'client' | 'attempt' | 'configure' | 'chooseGhost'>,
	{ id, experiment }: Pick<RunRecord, 'id' | 'experiment'>,
): Promise<void> {
	const { cannotReplay, nothingLost } = words.notices;
	const replay = async () => {
		const ratios = await lab.client['run.meanMix']({ runId: id });
		const policy = [{ fromStep: 0, id: replayPolicy, settings: { ratios } }];
		if (lab.configure(() => ({ ...experiment, policy }))) await lab.chooseGhost(id);
	};
	await lab.attempt(cannotReplay, replay, nothingLost);
}
