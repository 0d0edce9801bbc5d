/**
 * A question set and its file: JSON lines with one question each. A first line without a prompt is
 * the head of the set: {"name", "about", "language"}.
 */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import {
	anyObject,
	between,
	list,
	number,
	object,
	oneOf,
	text,
	whole,
} from '#engine/core/fields.ts';
import { fileStem } from '#engine/core/file.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { byCategory, categories } from './categories.ts';
import { defaultRules, defaultWeights, requiredCategories } from './defaults.ts';
import { checkedAt, path, readLines, toLines, type Path } from './lines.ts';
import { phrase, type RuleQuestion } from './rule.ts';
import { findRule, ruleKinds } from './rules/registry.ts';
import type { Question, QuestionSet, QuestionSetInfo, RuleUse } from './types.ts';

export const maxSetBytes = 20_000_000;
const maxQuestions = 10_000;

const longText = phrase(100_000);
const line = text(2000);
const byName = <T extends v.GenericSchema>(item: T) =>
	object(byCategory(() => v.exactOptional(item)));

const ruleSchema = object({
	rule: oneOf(ruleKinds.map(({ kind }) => kind)),
	category: v.exactOptional(oneOf(categories)),
	settings: v.optional(anyObject(say('an object of settings')), {}),
});
const questionSchema = object({
	id: v.pipe(v.union([text(200), v.pipe(v.number(), v.safeInteger())]), v.transform(String)),
	scope: v.optional(oneOf(['general', 'domain']), 'general'),
	prompt: longText,
	form: v.exactOptional(oneOf(['text'])),
	reference: v.exactOptional(longText),
	alternatives: v.exactOptional(list(longText, say('texts'), 200)),
	/** Base weights u ≥ 0; at least one is above 0. A weight is the share among those that apply. */
	weights: v.exactOptional(
		byName(number(say('a number of 0 or more'), (value) => value >= 0 && value < Infinity)),
	),
	rules: v.exactOptional(list(ruleSchema, say('rules'), 200, 0)),
	rubric: v.optional(byName(longText), {}),
	topic: v.exactOptional(line),
	paraphraseOf: v.exactOptional(line),
	impact: v.exactOptional(between(0, 1)),
	impactWords: v.exactOptional(line),
	maxTokens: v.exactOptional(whole(1, 4096)),
});
const head = {
	name: text(200),
	about: v.optional(v.pipe(v.string(), v.maxLength(5000)), ''),
	language: v.optional(text(100), 'en'),
};
const headSchema = v.partial(object(head), ['name']);
const setSchema = object({
	version: v.optional(v.literal(1), 1),
	...head,
	questions: v.array(v.unknown()),
});

/** `file`: its name, for errors and for a set without a name. Throws InputError. */
export function parseSetText(content: string, file: string): QuestionSet {
	const lines = readLines(content, file);
	const [first] = lines;
	// A backup has a set as one value.
	if ('questions' in first.value) return parseSet(first.value, first.where);
	const hasHead = !('prompt' in first.value) && !('id' in first.value);
	const stem = file.replace(/^.*[\\/]/, '').replace(/\.(?:questions\.)?[a-z]+$/i, '');
	const { name = stem.slice(0, 200) || 'Questions', ...described } = checkedAt(
		headSchema,
		hasHead ? first.value : {},
		first.where,
	);
	return makeSet({ name, ...described }, hasHead ? lines.slice(1) : lines, file);
}

/** The set in a stored value. Throws InputError that names the field. */
export function parseSet(value: unknown, where: Path = 'set'): QuestionSet {
	const { questions, version: _, ...described } = checkedAt(setSchema, value, where);
	const rows = questions.map((row, i) => ({ where: path`${where}.questions[${i}]`, value: row }));
	return makeSet(described, rows, where);
}

function makeSet(
	described: Pick<QuestionSet, 'name' | 'about' | 'language'>,
	rows: readonly { readonly where: Path; readonly value: unknown }[],
	where: Path,
): QuestionSet {
	if (rows.length === 0) throw fieldError(where, say('has no questions. Add at least one.'));
	if (rows.length > maxQuestions) {
		const counts = { questions: rows.length, maxQuestions };
		throw fieldError(where, say('has {questions} questions; give at most {maxQuestions}.', counts));
	}
	const english = /^en\b/i.test(described.language);
	const questions = rows.map((row) => readQuestion(row.value, row.where, english));
	const ids = new Set<string>();
	questions.forEach(({ id }, i) => {
		if (ids.has(id))
			throw fieldError(
				path`${rows[i].where}.id`,
				say('“{id}” is the id of another question, too. Give each its own.', { id }),
			);
		ids.add(id);
	});
	questions.forEach(({ id, paraphraseOf }, i) => {
		if (paraphraseOf === undefined || (paraphraseOf !== id && ids.has(paraphraseOf))) return;
		throw fieldError(
			path`${rows[i].where}.paraphraseOf`,
			say('“{question}” is not another question of this set. Name the id of one.', {
				question: paraphraseOf,
			}),
		);
	});
	return { version: 1, ...described, questions };
}

/** Checks a question, and fills in the rules and weights that its author left out. */
function readQuestion(value: unknown, where: Path, english: boolean): Question {
	const { weights, rules: listed, ...question } = checkedAt(questionSchema, value, where);
	if (question.alternatives && question.reference === undefined)
		throw fieldError(
			path`${where}.reference`,
			say('is missing, but there are alternatives to it. Add it.'),
		);
	const wanted = weights
		? categories.filter((category) => (weights[category] ?? 0) > 0)
		: requiredCategories(question);
	const rules = listed
		? listed.map((rule, i) => readRule(rule, question, path`${where}.rules[${i}]`))
		: defaultRules(question, wanted, english);
	const served = categories.filter(
		(category) =>
			question.rubric[category] !== undefined ||
			(!listed && wanted.includes(category)) ||
			rules.some((rule) => rule.category === category),
	);
	const byDefault = byCategory((name) => (served.includes(name) ? defaultWeights[name] : 0));
	const complete = weights ? byCategory((name) => weights[name] ?? 0) : byDefault;
	if (categories.every((category) => complete[category] === 0))
		throw fieldError(
			path`${where}.weights`,
			say('leave nothing to score by. Add a reference, rules, a rubric or weights above 0.'),
		);
	const unweighted = rules.findIndex(({ category }) => complete[category] === 0);
	if (unweighted >= 0)
		throw fieldError(
			path`${where}.rules[${unweighted}]`,
			say('serves {category}, which has no weight. Give it one in weights, or remove the rule.', {
				category: rules[unweighted].category,
			}),
		);
	return { ...question, weights: complete, rules };
}

function readRule(
	{ rule, category: named, settings }: v.InferOutput<typeof ruleSchema>,
	question: RuleQuestion,
	where: Path,
): RuleUse {
	const kind = findRule(rule);
	const category = named ?? kind.categories[0];
	if (!kind.categories.includes(category)) {
		const known = { kind: rule, category, categories: kind.categories.join(', ') };
		throw fieldError(
			path`${where}.category`,
			say('the rule {kind} cannot measure {category}. Choose one of {categories}.', known),
		);
	}
	return { rule, category, settings: kind.parse(settings, question, path`${where}.settings`) };
}

/** The identity of a set: equal content has an equal hash. */
export const setSha256 = (set: QuestionSet): string => sha256OfJson(set as unknown as Json);

/** The entry of a set in a list. */
export function setInfo(set: QuestionSet, shipped = false, savedAt = 0): QuestionSetInfo {
	const { version: _, questions, ...described } = set;
	const general = questions.filter(({ scope }) => scope === 'general').length;
	return {
		sha256: setSha256(set),
		...described,
		questions: questions.length,
		general,
		domain: questions.length - general,
		shipped,
		savedAt,
	};
}

export function setFile({ version: _, questions, ...described }: QuestionSet) {
	const rows = questions.map(({ weights, ...question }) => ({
		...question,
		weights: Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)),
	}));
	const name = `${fileStem(described.name)}.questions.jsonl`;
	return { name, text: toLines([described, ...rows]) };
}
