/** The reader of the measure `pattern`, a file of its own: its library is large, and loads late. */
import { normalised } from '../answerText.ts';
import { fieldError } from '../errors.ts';
import { compilePattern, longestRead, patternFault } from '../safePattern.ts';
import { onOneLine, type AnswerReader } from './measure.ts';

/** Throws InputError if the pattern cannot be used. */
export function readByPattern(source: string, ignoreCase: boolean): AnswerReader {
	const fault = patternFault(source);
	if (fault) throw fieldError('measure.pattern', fault);
	// All matches in one pass. A search for each of them would read the rest of the answer again.
	const compiled = compilePattern(`(?s:^(?:.*?((?-s:${source})))*)`, ignoreCase);
	const hasGroup = compiled.groupCount() > 1;
	const find = (answer: string): string | null => {
		const matcher = compiled.matcher(answer.trim().slice(0, longestRead));
		matcher.find();
		return matcher.group(hasGroup ? 2 : 1);
	};
	return {
		read(answer) {
			const found = find(answer);
			return found === null ? null : onOneLine(found);
		},
		isRight(answer, right) {
			const found = find(answer);
			if (found === null || !hasGroup) return found !== null;
			const wanted = find(right);
			return wanted !== null && normalised(found) === normalised(wanted);
		},
	};
}
