/** All rules, in the order in which the page lists them. */
import { fieldError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { Path } from '../fields.ts';
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

/** Throws InputError that names the field if the kind is unknown. */
export function findRule(name: string, where: Path): RuleKind {
	const found = ruleKinds.find(({ kind }) => kind === name);
	if (found) return found;
	const known = ruleKinds.map(({ kind }) => kind).join(', ');
	throw fieldError(
		where,
		say('there is no rule “{name}”. Choose one of {known}.', { name, known }),
	);
}

/** How a rule marks, in sentences. Throws InputError if the rule is not known. */
export function describeRule({ rule, settings }: RuleUse, question: RuleQuestion): Message {
	const kind = findRule(rule, rule);
	return kind.describe(kind.parse(settings, question, rule), question);
}

export const exampleQuestion = { prompt: 'What is the capital of Austria?', reference: 'Vienna' };
