/** One question of a file: its fields are checked, and what the author left out is filled in. */
import * as v from 'valibot';
import { byCategory, categories, type ByCategory } from './categories.ts';
import { defaultRules, defaultWeights } from './defaults.ts';
import {
	categoryName,
	count,
	countUnread,
	defined,
	filledText,
	objectOf,
	read,
	renamed,
	text,
	wrong,
	type Fields,
} from './fields.ts';
import {
	fieldsOfQuestion,
	knownFields,
	longText,
	otherNames,
	promptNames,
	referenceNames,
	type Given,
} from './questionFields.ts';
import type { Asked } from './rule.ts';
import { findRule } from './rules/registry.ts';
import type { Question, RuleUse } from './types.ts';

/** The counts behind the notes of an import. */
export interface ImportCounts {
	/** Fields that are not ours, with the number of questions that have them. */
	readonly unread: Map<string, number>;
	/** The defaults that were filled in, with the number of questions. */
	readonly filled: Map<string, number>;
	readonly english: boolean;
}

/** `where`: the position in the file, for errors. Throws InputError. */
export function parseQuestion(value: unknown, where: string, counts: ImportCounts): Question {
	const object = read(objectOf('a question: an object with id and prompt'), value, where);
	const fields = renamed(object, [...knownFields, 'categories'], otherNames, where);
	const id = read(filledText(200), fields['id'], `${where}.id`);
	const at = `${where} (“${id}”)`;
	if (fields['categories'] !== undefined)
		throw wrong(
			`${at}.categories`,
			'is no field here. Call it applies if it says which categories apply, ' +
				'and weights if it says how much they count.',
		);
	countUnread(fields, knownFields, at, counts.unread);
	const given = read(fieldsOfQuestion, fields, at);
	const asked: Asked = {
		prompt: readPrompt(fields, at, counts),
		...readReferences(fields, given, at, counts),
	};
	const base = baseWeights(given, at);
	const rubric = rubricOf(given.rubric, base);
	const rules = readRules(given, asked, base, at, counts);
	const served = categories.filter(
		(category) => rubric[category] !== undefined || rules.some((one) => one.category === category),
	);
	if (!base && served.length === 0)
		throw wrong(at, 'has nothing to score by. Add a reference, rules, a rubric or weights.');
	if (!base) count(counts.filled, 'base weights by default');
	const complete =
		base ?? byCategory((category) => (served.includes(category) ? defaultWeights[category] : 0));
	rules.forEach(({ category }, i) => {
		if (complete[category] === 0)
			throw wrong(
				`${at}.rules[${i}]`,
				`serves ${category}, which has no weight. Give it one in weights, or remove the rule.`,
			);
	});
	if (given.scope === undefined) count(counts.filled, 'the scope general, since none is given');
	return defined<Question>({
		id,
		scope: given.scope ?? 'general',
		topic: given.topic,
		...asked,
		form: given.form === 'text' ? 'text' : undefined,
		weights: complete,
		rules,
		rubric,
		paraphraseOf: given.paraphraseOf,
		impact: given.impact,
		impactWords: given.impactWords,
		maxTokens: given.maxTokens,
	});
}

/**
 * The first of these fields that the question has. Others with the same meaning are counted as not
 * read.
 */
function firstOf(fields: Fields, names: readonly string[], counts: ImportCounts): string {
	const first = names.find((name) => fields[name] !== undefined) ?? names[0];
	for (const name of names) {
		const isInput = first === 'instruction' && name === 'input';
		const isOther = fields[name] !== undefined && fields[name] !== fields[first];
		if (isOther && !isInput) count(counts.unread, name);
	}
	return first;
}

/** Alpaca's data has an instruction, and below it the input that it is about. */
function readPrompt(fields: Fields, at: string, counts: ImportCounts): string {
	const name = firstOf(fields, promptNames, counts);
	const prompt = read(longText, fields[name], `${at}.${name}`);
	const input = name === 'instruction' ? (fields['input'] ?? '') : '';
	const more = read(text(100_000), input, `${at}.input`).trim();
	return more ? `${prompt}\n\n${more}` : prompt;
}

/** A list of references is the reference and its alternatives. */
function readReferences(
	fields: Fields,
	{ alternatives: given }: Given,
	at: string,
	counts: ImportCounts,
): Pick<Asked, 'reference' | 'alternatives'> {
	const name = firstOf(fields, referenceNames, counts);
	const value = fields[name] ?? [];
	const [reference, ...more] = Array.isArray(value)
		? read(v.array(v.nullish(longText)), value, `${at}.${name}`)
		: [read(longText, value, `${at}.${name}`)];
	const alternatives = [...more.flatMap((one) => one ?? []), ...given];
	if ((reference ?? undefined) === undefined && alternatives.length > 0)
		throw wrong(`${at}.reference`, 'is missing, but there are alternatives to it. Add it.');
	return {
		...(typeof reference === 'string' && { reference }),
		...(alternatives.length > 0 && { alternatives }),
	};
}

/** Base weights of the categories that apply. undefined: the question gives neither. */
function baseWeights(
	{ weights: given, applies }: Given,
	at: string,
): ByCategory<number> | undefined {
	if (!applies) return given;
	const masked = byCategory((category) =>
		applies[category] ? (given ?? defaultWeights)[category] : 0,
	);
	if (categories.every((category) => masked[category] === 0))
		throw wrong(
			`${at}.applies`,
			'leaves no category with a weight. Name at least one that has one.',
		);
	return masked;
}

/** One text is the rubric of every category with a weight. */
function rubricOf(
	given: Given['rubric'],
	base: ByCategory<number> | undefined,
): Question['rubric'] {
	if (typeof given !== 'string') return given ?? {};
	const named = categories.filter((category) => base === undefined || base[category] > 0);
	return Object.fromEntries(named.map((category) => [category, given]));
}

/** The keys of a rule that are not settings. Settings are under `settings` or beside these keys. */
const ruleKeys = ['rule', 'kind', 'type', 'category', 'settings'];

function readRules(
	{ rules: given }: Given,
	asked: Asked,
	base: ByCategory<number> | undefined,
	at: string,
	{ filled, english }: ImportCounts,
): RuleUse[] {
	if (!given) {
		const applied = base && categories.filter((category) => base[category] > 0);
		const rules = defaultRules(asked, applied, english);
		if (rules.length > 0) count(filled, 'rules by default for its reference and weights');
		else if (asked.reference === undefined)
			count(filled, 'no rules, since they have no reference: people or a judge mark them');
		return rules;
	}
	return given.map((fields, i) => {
		const where = `${at}.rules[${i}]`;
		const name = ['rule', 'kind', 'type'].find((key) => fields[key] !== undefined) ?? 'rule';
		const kind = findRule(
			read(filledText(2000), fields[name], `${where}.${name}`),
			`${where}.${name}`,
		);
		const { categories: possible } = kind;
		const category =
			fields['category'] === undefined
				? possible[0]
				: read(categoryName, fields['category'], `${where}.category`);
		if (!possible.includes(category))
			throw wrong(
				`${where}.category`,
				`the rule ${kind.kind} cannot measure ${category}; it serves ${possible.join(', ')}.`,
			);
		const beside = Object.entries(fields).filter(([key]) => !ruleKeys.includes(key));
		const settings = fields['settings'] ?? Object.fromEntries(beside);
		return { rule: kind.kind, category, settings: kind.parse(settings, asked, where) };
	});
}
