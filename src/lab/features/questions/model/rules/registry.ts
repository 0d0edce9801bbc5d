/** All rules, in the order in which the page lists them. */
import type { Message } from '#engine/core/message.ts';
import type { RuleQuestion, RuleKind } from '../rule.ts';
import type { RuleUse } from '../types.ts';
import { privateData, refusal } from './conduct.ts';
import { length, pattern } from './form.ts';
import { number } from './number.ts';
import { contains, exact, similarity } from './reference.ts';

export const ruleKinds: readonly RuleKind[] = [
	exact,
	contains,
	number,
	similarity,
	length,
	refusal,
	privateData,
	pattern,
];

export const findRule = (name: string): RuleKind => ruleKinds.find(({ kind }) => kind === name)!;

/** How a rule marks, in sentences. */
export function describeRule({ rule, settings }: RuleUse, question: RuleQuestion): Message {
	const kind = findRule(rule);
	return kind.describe(kind.parse(settings, question, rule), question);
}
