/**
 * The one door for regular expressions of visitors, files and links. RE2 matches in linear time.
 * The browser's own engine can run for ever on a short one, and nothing can interrupt it. Import
 * this file late where a first load reaches it: its library is large.
 */
import { RE2JS } from 're2js';
import { toMessage } from './errors.ts';
import { say, type Message } from './message.ts';

/** Characters of a pattern, and instructions of its program, such as 1,000 of `a{1000}`. */
const longestPattern = 1000;
const mostInstructions = 1000;
/** Characters of an answer in which a pattern is searched. */
export const longestRead = 4000;

export const compilePattern = (pattern: string, ignoreCase = false): RE2JS =>
	RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

/** undefined: the pattern can be used. */
export function patternFault(pattern: string): Message | undefined {
	const lengths = { pattern: pattern.length, longestPattern };
	if (pattern.length > longestPattern)
		return say('the pattern has {pattern} characters; give at most {longestPattern}.', lengths);
	try {
		const instructions = compilePattern(pattern, true).programSize();
		return instructions <= mostInstructions
			? undefined
			: say(
					'the pattern repeats too much: it has {instructions} steps, at most {mostInstructions} can be used. Write smaller numbers in its braces.',
					{ instructions, mostInstructions },
				);
	} catch (error) {
		return say(
			'the pattern cannot be used ({error}). Look-around and references to groups are not supported. Correct it.',
			{ error: toMessage(error) },
		);
	}
}
