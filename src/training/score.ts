/** From measurements to a skill's score, and from scores to what is said of the whole. */
import type { Measurement } from './measure.ts';
import type { Evaluation, SkillScore } from './evaluationReport.ts';

/** `scorer` loss: text, where an exact match means nothing. */
export function skillScore(
	{ losses, hits }: Pick<Measurement, 'losses' | 'hits'>,
	scorer: 'exact' | 'loss',
): SkillScore {
	const mean = (values: Float64Array) =>
		values.reduce((sum, value) => sum + value, 0) / values.length;
	return {
		loss: mean(losses),
		exact: scorer === 'exact' ? hits.filter((share) => share === 1).length / hits.length : null,
		tokenAccuracy: mean(hits),
		examples: losses.length,
	};
}

/** Average and worst are over the trained skills that have an exact match. */
export function evaluation(
	skills: readonly SkillScore[],
	isTrained: readonly boolean[],
): Evaluation {
	const exacts = skills.flatMap(({ exact }, skill) =>
		exact !== null && isTrained[skill] ? [{ skill, exact }] : [],
	);
	return {
		skills,
		averageExact:
			exacts.length === 0
				? null
				: exacts.reduce((sum, { exact }) => sum + exact, 0) / exacts.length,
		worstExact: exacts.reduce<Evaluation['worstExact']>(
			(worst, next) => (worst && worst.exact <= next.exact ? worst : next),
			null,
		),
	};
}
