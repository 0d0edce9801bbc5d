/** The verdict on the lanes of one seed in sentences. */
import { statementText } from '#engine/core/message.ts';
import { verdict, type Score } from '../../model/standings.ts';
import { compareWords } from '../../words.ts';

/** Empty with fewer than two lanes. */
export function verdictText(scores: readonly Score[]): string {
	const text = compareWords.verdict;
	if (scores.length < 2) return '';
	const result = verdict(scores);
	if (!result) return text.noScore;
	const { unit, best, other, by, isEqual, reach, last } = result;
	const first = !isEqual
		? text.above({ unit, best, other, by })
		: reach === 0
			? text.same({ unit, best, other })
			: text.equal({ unit, best, other, by, reach });
	return statementText([
		first,
		...(last ? [text.last({ unit, last: last.title, by: last.by, best })] : []),
		...(unit === 'loss' ? [text.byLoss] : []),
		text.caveat,
	]);
}
