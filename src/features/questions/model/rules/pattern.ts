/** A form that the answer must or must not have, as a regular expression. */
import * as v from 'valibot';
import { categories } from '../categories.ts';
import { defineRule, flag, mustBe } from '../rule.ts';

/** Limits against expressions from unknown authors that would run for minutes. */
const longestPattern = 500;
const longestAnswer = 4000;
const mostUnbounded = 2;

/** The fault of an unsafe or invalid expression. undefined: none. */
function patternFault(pattern: string): string | undefined {
	if (pattern.length > longestPattern)
		return `has ${pattern.length} characters; give at most ${longestPattern}.`;
	try {
		new RegExp(pattern, 'u');
	} catch (error) {
		return (
			`is no regular expression (${error instanceof Error ? error.message : 'unknown fault'}). ` +
			'Mend it.'
		);
	}
	const bare = pattern.replace(/\\./gsu, 'a').replace(/\[[^\]]*\]/g, 'a');
	if (/\\[1-9k]/.test(pattern))
		return 'refers back to a group, which may take for ever. Take it out.';
	if (/\)(?:[*+]|\{\d+,?\d*\})/.test(bare))
		return (
			'repeats a group, which may take for ever. Repeat single characters or classes, or ' +
			'write the group out.'
		);
	const unbounded = bare.match(/[*+]|\{\d+,(?:\d{2,})?\}/g)?.length ?? 0;
	return unbounded > mostUnbounded
		? `has ${unbounded} repeats without an end; give at most ${mostUnbounded}, and {0,9} for ` +
				'others.'
		: undefined;
}

export const pattern = defineRule({
	kind: 'pattern',
	title: 'Has this form',
	about:
		'1 if the regular expression matches the answer (with must false: does not match), else ' +
		'0. Only the first 4,000 characters are read.',
	categories: ['accuracy', ...categories.filter((category) => category !== 'accuracy')],
	settings: {
		pattern: v.string(mustBe('a regular expression')),
		ignoreCase: v.optional(flag, true),
		must: v.optional(flag, true),
	},
	example: { pattern: '^\\d+$', ignoreCase: true, must: true },
	demand: (settings) => {
		const fault = patternFault(settings.pattern);
		return fault && `the pattern ${fault}`;
	},
	sentence: ({ pattern: source, ignoreCase, must }) =>
		`1 if /${source}/${ignoreCase ? 'i' : ''} ${must ? 'matches' : 'does not match'} the ` +
		'answer, else 0.',
	measure({ pattern: source, ignoreCase, must }, _, answer) {
		const matches = new RegExp(source, ignoreCase ? 'iu' : 'u').test(
			answer.trim().slice(0, longestAnswer),
		);
		return {
			value: matches === must ? 1 : 0,
			why: matches ? 'The form is there.' : 'The form is not there.',
		};
	},
});
