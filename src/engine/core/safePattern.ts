/**
 * Regular expressions of visitors. RE2 matches in linear time. The browser's own engine can run for
 * ever on a short pattern from an unknown author, and nothing can interrupt it.
 */
import { RE2JS } from 're2js';
import { toMessage } from './errors.ts';
import { say, type Message } from './message.ts';

export const longestPattern = 500;
/** Characters of an answer in which a pattern is searched. */
export const longestRead = 4000;

export const compilePattern = (pattern: string, ignoreCase: boolean): RE2JS =>
	RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

/** undefined: the pattern can be used. */
export function patternFault(pattern: string): Message | undefined {
	const lengths = { pattern: pattern.length, longestPattern };
	if (pattern.length > longestPattern)
		return say('the pattern has {pattern} characters; give at most {longestPattern}.', lengths);
	try {
		compilePattern(pattern, true);
	} catch (error) {
		return say(
			'the pattern cannot be used ({error}). Look-around and references to groups are not supported. Correct it.',
			{ error: toMessage(error) },
		);
	}
	return undefined;
}
