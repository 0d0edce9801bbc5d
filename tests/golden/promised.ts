/** What Find a mix promises for a goal on one of the seven other bases, by its own law. */
import { findMix } from '#lab/study/lawFit.ts';
import { equalWeights, wholeGoal } from '#lab/study/mixGoal.ts';
import { fitLaw } from '#lab/study/measuredLaw.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';

export interface FreshRun {
	readonly base: string;
	/** Ids of the skills that count. */
	readonly goal: readonly string[];
	readonly seed: number;
	/** As the page's race takes them, by skill. */
	readonly ratios: Readonly<Record<string, number>>;
	/** Right answers after the last update, in the order of the ratios. */
	readonly right: readonly number[];
}

export function promised(base: string, goal: readonly string[]) {
	const { study, results } = publishedStudy('laws');
	const cells = results.filter(({ factors }) => factors.model === base);
	const fit = fitLaw(study, cells, [study.experiment.steps]);
	const { shares, gain, reach } = findMix(fit, { ...wholeGoal, weights: equalWeights(goal) })!;
	const ratios = Object.fromEntries(fit.skills.map((id, k) => [id, Number(shares[k].toFixed(4))]));
	return { ratios, gain, reach };
}
