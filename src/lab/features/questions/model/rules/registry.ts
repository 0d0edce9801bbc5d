/** All rules, in the order in which the page lists them. */
import { fieldError } from '#engine/core/errors.ts';
import { anyObject } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { categories, type Category } from '../categories.ts';
import { checkedAt, type Path } from '../fields.ts';
import { notMarked, type RuleQuestion, type RuleKind } from '../rule.ts';
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

/** Rules of earlier versions: they counted words. Stored sets keep them, and they mark nothing. */
const removedKinds: Readonly<Record<string, Category>> = {
	overlap: 'accuracy',
	keyPoints: 'completeness',
	coverage: 'completeness',
	readable: 'clarity',
	steps: 'clarity',
	forbidden: 'safety',
	specifics: 'specificity',
	acknowledge: 'consideration',
	courtesy: 'politeness',
};
export const isRemoved = (name: string): boolean => Object.hasOwn(removedKinds, name);
const whyRemoved = say(
	'This rule was removed: it counted words and could not tell right from wrong. Marks of people and judges stay, and so do saved reports.',
);
const removed = (kind: string): RuleKind => ({
	kind,
	title: kind,
	categories: [removedKinds[kind], ...categories],
	caps: true,
	describe: () => whyRemoved,
	measure: () => notMarked(say('This rule was removed.')),
	// The settings stay as they are, so that the set keeps its hash.
	parse: (settings, _, where) =>
		checkedAt(anyObject(say('an object')), settings, where) as RuleUse['settings'],
	example: { rule: kind, category: removedKinds[kind], settings: {} },
});

/** Throws InputError that names the field if the kind is unknown. */
export function findRule(name: string, where: Path): RuleKind {
	if (isRemoved(name)) return removed(name);
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
