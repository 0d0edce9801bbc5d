/** Whether a run is in what its policy does before its first step. Pure. */
import type { Task } from './NoticeState.svelte.ts';
import type { RunState } from './RunState.svelte.ts';

/** The run trains, the policy that draws next has drawn nothing yet, and the worker tells of a part of the run. */
export function preparationOf(
	run: Pick<RunState, 'id' | 'status' | 'policy' | 'step'> | null,
	tasks: readonly Task[],
): Task | undefined {
	if (run?.status.kind !== 'running' || run.policy.fromStep !== run.step) return undefined;
	return tasks.findLast(({ id }) => id === run.id);
}
