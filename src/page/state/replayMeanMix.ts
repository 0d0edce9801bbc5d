/** A new experiment that holds another run's mean shares fixed: is it the changing of the mix, or its mean? */
import type { RunRecord } from '#lab/run/stores.ts';
import { words } from '#page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';

/** Its setting `ratios` takes the shares. */
export const replayPolicy = 'replay';

/** On the bench, with the same seed; the run itself is drawn behind. */
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
