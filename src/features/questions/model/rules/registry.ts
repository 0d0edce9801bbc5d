/** All rules, in the order in which the page lists them. */
import { wrong } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import type { Asked, RuleKind } from '../rule.ts';
import type { RuleUse } from '../types.ts';
import { acknowledge, courtesy, forbidden, privateData, refusal } from './conduct.ts';
import { keyPoints, number, specifics } from './content.ts';
import { length, pattern, readable, steps } from './form.ts';
import { contains, coverage, exact, overlap, similarity } from './reference.ts';

export const ruleKinds: readonly RuleKind[] = [
	exact,
	contains,
	number,
	similarity,
	overlap,
	keyPoints,
	coverage,
	length,
	readable,
	steps,
	refusal,
	privateData,
	forbidden,
	specifics,
	acknowledge,
	courtesy,
	pattern,
];

/** Throws InputError that names the field, if there is no rule of this kind. */
export function findRule(name: string, where: string): RuleKind {
	const found = ruleKinds.find(({ kind }) => kind === name);
	if (found) return found;
	const known = ruleKinds.map(({ kind }) => kind).join(', ');
	throw wrong(where, sentence`there is no rule “${name}”. Choose one of ${known}.`);
}

/** How a rule marks, in sentences. Throws InputError if the rule is not known. */
export function describeRule({ rule, settings }: RuleUse, asked: Asked): string {
	const kind = findRule(rule, rule);
	return kind.describe(kind.parse(settings, asked, rule), asked);
}

export const exampleQuestion = { prompt: 'What is the capital of Austria?', reference: 'Vienna' };
