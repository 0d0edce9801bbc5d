/** Whether a repeated run agrees with its link, in plain sentences. Pure. */
import type { Cause, FigureDifference, Verdict } from '#lab/run/compareOutcomes.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import * as format from '#languages/format.ts';
import { differenceWords, type Policies } from '#lab/page/words/diffWords.ts';
import { skillName } from '#lab/page/words/words.ts';
import { explainWords } from '../words.ts';

const text = explainWords.verdict;
/** The largest number of differences that are listed. */
const mostFigures = 4;

/** `figures`: the values that differ, the largest difference first, and the tolerance. */
export function verdictWords(
	verdict: Verdict,
	experiment: Experiment,
	policies: Policies,
): Readonly<{ sentence: string; figures: readonly string[]; causes: readonly string[] }> {
	if (verdict.kind === 'bits') return { sentence: text.bits, figures: [], causes: [] };
	const { figures, causes, tolerance } = verdict;
	const rest = figures.length - mostFigures;
	return {
		sentence: verdict.kind === 'within' ? text.within : text.different,
		figures: [
			...figures.slice(0, mostFigures).map((figure) => figureWords(figure, experiment)),
			...(rest > 0 ? [text.more({ figures: rest })] : []),
			...(figures.length === 0 ? [text.noFigure] : []),
			text.tolerance({
				nats: tolerance.lossNats,
				share: format.percent(tolerance.lossShare),
				points: String(100 * tolerance.exact),
			}),
		],
		causes: causes.map((cause) => causeWords(cause, experiment, policies)),
	};
}

function figureWords(
	{ skill, figure, expected, yours }: FigureDifference,
	{ skills }: Experiment,
): string {
	const write = (value: number | null) => {
		if (value === null) return format.none;
		return figure === 'exact' ? format.percent(value, 1) : String(value);
	};
	return text.figure({
		skill: skillName(skills[skill]),
		figure: text.figures[figure],
		expected: write(expected),
		yours: write(yours),
	});
}

function causeWords(cause: Cause, experiment: Experiment, policies: Policies): string {
	switch (cause.what) {
		case 'experiment': {
			const { field, values } = differenceWords(cause.difference, [experiment], policies);
			const [there, here] = values;
			return text.field({ field, there, here });
		}
		case 'backend':
		case 'device':
		case 'engine':
		case 'steps':
			return text[cause.what]({ expected: cause.expected, yours: cause.yours });
		case 'branching':
			return text.branching({ policies: cause.policies.map((id) => policies(id)?.title ?? id) });
		case 'unknown':
			return text.unknown;
		default:
			return cause satisfies never;
	}
}
