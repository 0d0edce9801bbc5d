/** All rules, one line each. */
import { InputError } from '#core/errors.ts';
import type { Asked, RuleKind } from '../rule.ts';
import type { RuleUse } from '../types.ts';
import { acknowledge } from './acknowledge.ts';
import { contains } from './contains.ts';
import { courtesy } from './courtesy.ts';
import { coverage } from './coverage.ts';
import { exact } from './exact.ts';
import { forbidden } from './forbidden.ts';
import { keyPoints } from './keyPoints.ts';
import { length } from './length.ts';
import { number } from './number.ts';
import { overlap } from './overlap.ts';
import { pattern } from './pattern.ts';
import { privateData } from './privateData.ts';
import { readable } from './readable.ts';
import { refusal } from './refusal.ts';
import { similarity } from './similarity.ts';
import { specifics } from './specifics.ts';
import { steps } from './steps.ts';

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
export function ruleKind(kind: string, where: string): RuleKind {
	const found = ruleKinds.find(({ info }) => info.kind === kind);
	if (found) return found;
	const known = ruleKinds.map(({ info }) => info.kind).join(', ');
	throw new InputError(`${where}: there is no rule “${kind}”. Choose one of ${known}.`, {
		field: where,
	});
}

/** The measure of each rule in a sentence. Throws InputError if a rule is not known. */
export const ruleSentences = (rules: readonly RuleUse[], asked: Asked): string[] =>
	rules.map(({ rule, settings }, i) => {
		const kind = ruleKind(rule, `rules[${i}]`);
		return kind.sentence(kind.parse(settings, asked, `rules[${i}]`), asked);
	});
