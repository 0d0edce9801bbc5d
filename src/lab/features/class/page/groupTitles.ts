/** The mix of each group of a class in words. */
import type { Experiment } from '#lab/run/experiment.ts';
import { policyChanges } from '#lab/page/state/experiments.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { nameSkills, segmentWords } from '#lab/page/words/diffWords.ts';

/** If groups have the same policies, their titles name steps and settings too. */
export function groupTitles(
	experiments: readonly Experiment[],
	lab: Pick<LabState, 'policy' | 'policyTitles'>,
): readonly string[] {
	const titles = experiments.map((experiment) => lab.policyTitles(experiment));
	const names = nameSkills(experiments);
	return experiments.map(({ policy }, i) =>
		titles.filter((title) => title === titles[i]).length === 1
			? titles[i]
			: policyChanges(policy)
					.map((segment) => segmentWords(segment, (id) => lab.policy(id), names))
					.join(' → '),
	);
}
