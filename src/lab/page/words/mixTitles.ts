/** The mix of each of several experiments in words. */
import type { Experiment } from '#lab/run/experiment.ts';
import { policyChanges } from '#lab/page/state/experiments.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { nameSkills, segmentWords } from './diffWords.ts';

/** If some have the same policies, their titles name steps and settings too. */
export function mixTitles(
	experiments: readonly Experiment[],
	lab: Pick<LabState, 'policy' | 'policyTitles'>,
): readonly string[] {
	const titles = experiments.map((experiment) => lab.policyTitles(experiment));
	const names = nameSkills(experiments);
	return experiments.map(({ policy }, i) => {
		const namesakes = experiments.filter((_, other) => titles[other] === titles[i]);
		const all = namesakes.flatMap((other) => policyChanges(other.policy));
		if (namesakes.length === 1) return titles[i];
		return policyChanges(policy)
			.map((segment) => segmentWords(segment, all, (id) => lab.policy(id), names))
			.join(' → ');
	});
}
