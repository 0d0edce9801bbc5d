/** A fork as the page asks for it: from a kept checkpoint, or by repeating the steps up to there. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#training/events.ts';
import { words } from '#page/words/words.ts';
import { withSwitchAt } from './experiments.ts';
import type { LabState } from './LabState.svelte.ts';
import type { RunState } from './RunState.svelte.ts';

export interface ForkRequest {
	readonly of: { readonly id: string; readonly experiment: Experiment };
	readonly step: number;
	/** Without it, the policy that drew until then. */
	readonly policy: ForkPolicy | undefined;
	readonly newRunId: string;
	/** Whether the bench has not been given something else meanwhile. */
	readonly isWanted: () => boolean;
}

/** The new run, and the one that it is from; null: the bench repeats the steps instead, or wants something else. */
export async function forkRun(
	lab: Pick<
		LabState,
		'client' | 'notices' | 'run' | 'put' | 'play' | 'readRun' | 'refreshRuns' | 'chooseGhost'
	>,
	{ of, step, policy, newRunId, isWanted }: ForkRequest,
): Promise<{ record: RunRecord; events: readonly RunEvent[]; parent: RunState } | null> {
	const kept = await lab.client['run.checkpoints']({ runId: of.id });
	if (!isWanted()) return null;
	if (!kept.includes(step)) {
		lab.notices.say({ level: 'info', message: words.fork.repeats(step) });
		lab.put(withSwitchAt(of.experiment, step, policy));
		await lab.chooseGhost(of.id);
		if (step > 0) await lab.play({ kind: 'until', step });
		return null;
	}
	const request = { runId: of.id, step, newRunId, ...(policy && { policy }) };
	const forked = await lab.client['run.fork'](request);
	await lab.refreshRuns();
	const parent = lab.run?.id === of.id ? lab.run : await lab.readRun(of.id);
	return isWanted() ? { ...forked, parent } : null;
}
