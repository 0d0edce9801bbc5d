/**
 * A regular expression. With a group, its last match in the answer must have the text of the right
 * answer's; without one, the answer only has to have this form.
 */
import * as v from 'valibot';
import { normalised } from '../answerText.ts';
import { fieldError } from '../errors.ts';
import { text } from '../fields.ts';
import { defineMeasure, onOneLine } from './measure.ts';

/** As many characters as `safePattern.ts` compiles. That is loaded late: it is large. */
const longestPattern = 500;

export const pattern = defineMeasure({
	kind: 'pattern',
	settings: { pattern: text(longestPattern), ignoreCase: v.exactOptional(v.literal(true)) },
	async open({ pattern: source, ignoreCase = false }) {
		const { compilePattern, longestRead, patternFault } = await import('../safePattern.ts');
		const fault = patternFault(source);
		if (fault) throw fieldError('measure.pattern', fault);
		const compiled = compilePattern(source, ignoreCase);
		const hasGroup = compiled.groupCount() > 0;
		const find = (answer: string): string | null => {
			const matcher = compiled.matcher(answer.trim().slice(0, longestRead));
			let found: string | null = null;
			while (matcher.find()) found = (hasGroup ? matcher.group(1) : matcher.group()) ?? found;
			return found;
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
	},
});
