/**
 * Average and worst exact match of a link's scores, over trained skills with an exact match, as in
 * evaluations.
 */
import type { Experiment } from '#lab/run/experiment.ts';

type Scores = readonly { readonly exact: number | null }[];

const trained = ({ skills }: Pick<Experiment, 'skills'>, scores: Scores): readonly number[] =>
	skills.flatMap(({ use }, i) => {
		const exact = scores[i]?.exact ?? null;
		return use === 'train' && exact !== null ? [exact] : [];
	});

export function averageExact(
	experiment: Pick<Experiment, 'skills'>,
	scores: Scores,
): number | null {
	const shares = trained(experiment, scores);
	return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share) / shares.length;
}

export function worstExact(experiment: Pick<Experiment, 'skills'>, scores: Scores): number | null {
	const shares = trained(experiment, scores);
	return shares.length === 0 ? null : Math.min(...shares);
}
