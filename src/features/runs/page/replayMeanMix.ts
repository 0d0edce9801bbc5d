/** Replays a run's mean mix: does the change of the mix help, or only its mean? */
import type { RunRecord } from '#lab/run/stores.ts';
import { words } from '#page/words/words.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';

/** The policy whose setting `ratios` is the mix. */
export const replayPolicy = 'replay';

/** Puts the experiment with the run's mean shares on the workbench. The run becomes the ghost. */
export async function replayMeanMix(
	lab: Pick<LabState, 'client' | 'notices' | 'configure' | 'chooseGhost'>,
	{ id, experiment }: Pick<RunRecord, 'id' | 'experiment'>,
): Promise<void> {
	try {
		const ratios = await lab.client['run.meanMix']({ runId: id });
		const policy = [{ fromStep: 0, id: replayPolicy, settings: { ratios } }];
		if (lab.configure(() => ({ ...experiment, policy }))) await lab.chooseGhost(id);
	} catch (error) {
		lab.notices.fail(words.notices.cannotReplay, error, words.notices.nothingLost);
	}
}
