/** One question of a file: its fields are checked, and what the author left out is filled in. */
import { say, type Message } from '#engine/core/message.ts';
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { anyObject, between, number, toIssue, whole } from '#engine/core/fields.ts';
import { byCategory, categories, type ByCategory } from './categories.ts';
import { requiredCategories, defaultRules, defaultWeights } from './defaults.ts';
import {
	bareName,
	byName,
	categoryName,
	checkedAt,
	count,
	countUnread,
	filledText,
	fromMtBench,
	mustBe,
	path,
	renamed,
	text,
	type Fields,
	type Filled,
	type Path,
} from './fields.ts';
import type { RuleQuestion } from './rule.ts';
import { findRule } from './rules/registry.ts';
import type { Question, RuleUse, Scope } from './types.ts';

/** The counts behind the notes of an import. */
export interface ImportCounts {
	/** Fields that are not ours, with the number of questions that have them. */
	readonly unread: Map<string, number>;
	readonly filled: Filled;
	readonly english: boolean;
}

const scopes: Readonly<Record<string, Scope>> = {
	general: 'general',
	outofdomain: 'general',
	domain: 'domain',
	indomain: 'domain',
	domainspecific: 'domain',
};
const impactLevels: Readonly<Record<string, number>> = { none: 0, low: 0.2, medium: 0.5, high: 1 };
const longText = filledText(100_000);
const line = text(2000);

const word = <T>(words: Readonly<Record<string, T>>, what: Message) =>
	v.pipe(
		v.string(mustBe(what)),
		v.check((name) => Object.hasOwn(words, bareName(name)), mustBe(what)),
		v.transform((name) => words[bareName(name)]),
	);

/** Values by category name, or a list of eight in the order of the table. */
const eight = <T extends v.GenericSchema>(item: T) =>
	v.lazy((value) =>
		Array.isArray(value)
			? v.pipe(
					v.array(item),
					v.length(categories.length, ({ input }) =>
						toIssue(
							say(
								'must have one entry for each of the eight categories in the order {categories}, or names, not {input} entries.',
								{ categories: categories.join(', '), input: input.length },
							),
						),
					),
					v.transform((values) => byCategory((category) => values[categories.indexOf(category)])),
				)
			: byName(item, say('an object by category')),
	);
const isFlag = (value: unknown) => [true, false, 1, 0].includes(value as number);
const flags = eight(v.custom<boolean | number>(isFlag, mustBe(say('true or false'))));
const named = v.pipe(
	v.array(categoryName),
	v.transform((names) => byCategory((category) => names.includes(category))),
);
const rule = v.pipe(
	v.unknown(),
	v.transform((entry) => (typeof entry === 'string' ? { rule: entry } : entry)),
	anyObject(say('a rule: an object with rule, category and its settings')),
);

/** The fields of a question besides its id, its prompt and its reference. */
const schema = v.object({
	/** Base weights u ≥ 0; at least one is above 0. A weight is the share among those that apply. */
	weights: v.exactOptional(
		v.pipe(
			eight(number(say('a number of 0 or more'), (value) => value >= 0 && value < Infinity)),
			v.transform((values) => byCategory((category) => Number(values[category] ?? 0))),
			v.check(
				(all) => categories.some((category) => all[category] > 0),
				toIssue(say('are all 0, so nothing would count. Give at least one category a weight.')),
			),
		),
	),
	applies: v.exactOptional(
		v.pipe(
			v.lazy((value) =>
				Array.isArray(value) && value.every((name) => typeof name === 'string') ? named : flags,
			),
			v.transform((values) => byCategory((category) => Boolean(values[category]))),
		),
	),
	categories: v.exactOptional(
		v.never(
			toIssue(
				say(
					'is not a field here. Call it applies if it says which categories apply, and weights if it says how much they count.',
				),
			),
		),
	),
	rules: v.exactOptional(v.array(rule, mustBe(say('a list of rules')))),
	/** One text is the rubric of every category with a weight. */
	rubric: v.exactOptional(
		v.lazy((value) =>
			typeof value === 'string' ? longText : byName(longText, say('a text, or texts by category')),
		),
	),
	alternatives: v.optional(v.array(longText, mustBe(say('a list of texts'))), []),
	scope: v.exactOptional(word(scopes, say('general or domain'))),
	form: v.exactOptional(v.picklist(['question', 'text'], mustBe(say('question or text')))),
	paraphraseOf: v.exactOptional(line),
	topic: v.exactOptional(line),
	impact: v.exactOptional(
		v.lazy((value) =>
			typeof value === 'string'
				? word(
						impactLevels,
						say('a number from 0 to 1, or one of {value}', {
							value: Object.keys(impactLevels).join(', '),
						}),
					)
				: between(0, 1),
		),
	),
	impactWords: v.exactOptional(line),
	maxTokens: v.exactOptional(whole(1, 4096)),
});
type Given = v.InferOutput<typeof schema>;

const promptNames = ['prompt', 'question', 'instruction', 'input'];
const referenceNames = ['reference', 'expected', 'answer', 'output'];
const knownNames = ['id', ...Object.keys(schema.entries), ...promptNames, ...referenceNames];
/** Other names for our fields: `base_weights`, `Applicability mask`. */
const otherNames: Readonly<Record<string, string>> = {
	reference: 'references expectedanswer referenceanswer correctanswer ideal gold target',
	weights: 'baseweights baseweight baseweightvector weightvector u',
	applies:
		'a mask applicability applicabilitymask categorymask applicable categoryapplicability ' +
		'categoryapplicabilitymask',
};
const names = Object.fromEntries(
	knownNames.map((name) => [name, otherNames[name]?.split(' ') ?? []]),
);

/** `where`: the position in the file, for errors. Throws InputError. */
export function parseQuestion(value: unknown, where: Path, counts: ImportCounts): Question {
	const object = checkedAt(
		anyObject(say('a question: an object with id and prompt')),
		value,
		where,
	);
	const found = renamed(fromMtBench(object, where, counts.filled), names, where);
	const id = checkedAt(filledText(200), found['id'], path`${where}.id`);
	const at = path`${where} (“${id}”)`;
	countUnread(found, knownNames, at, counts.unread);
	const { weights, applies, alternatives, form, ...checked } = checkedAt(schema, found, at);
	const core: RuleQuestion = {
		prompt: readPrompt(found, at, counts),
		...readReferences(found, alternatives, at, counts),
	};
	const base = baseWeights(weights, applies, at);
	const { rubric: needs = {} } = checked;
	const rubric: Question['rubric'] =
		typeof needs === 'string'
			? Object.fromEntries(
					categories.flatMap((name) => (base?.[name] === 0 ? [] : [[name, needs]])),
				)
			: needs;
	const rules = checked.rules
		? checked.rules.map((rule, i) => readRule(rule, core, path`${at}.rules[${i}]`))
		: rulesByDefault(core, base, counts);
	const wanted = checked.rules ? [] : requiredCategories(core);
	const served = categories.filter(
		(category) =>
			rubric[category] !== undefined ||
			wanted.includes(category) ||
			rules.some((rule) => rule.category === category),
	);
	if (!base && served.length === 0)
		throw fieldError(
			at,
			say('has nothing to score by. Add a reference, rules, a rubric or weights.'),
		);
	if (!base) count(counts.filled, say('base weights by default').id);
	const complete =
		base ?? byCategory((category) => (served.includes(category) ? defaultWeights[category] : 0));
	const unweighted = rules.findIndex(({ category }) => complete[category] === 0);
	if (unweighted >= 0)
		throw fieldError(
			path`${at}.rules[${unweighted}]`,
			say('serves {category}, which has no weight. Give it one in weights, or remove the rule.', {
				category: rules[unweighted].category,
			}),
		);
	if (checked.scope === undefined)
		count(counts.filled, say('the scope general, since none is given').id);
	return {
		scope: 'general',
		...checked,
		id,
		...core,
		...(form === 'text' && { form }),
		weights: complete,
		rules,
		rubric,
	};
}

/** The first of these fields that the question has. The others count as not read. */
function readFirst(found: Fields, names: readonly string[], counts: ImportCounts): string {
	const first = names.find((name) => found[name] !== undefined) ?? names[0];
	for (const name of names) {
		const isInput = first === 'instruction' && name === 'input';
		const isOther = found[name] !== undefined && found[name] !== found[first];
		if (isOther && !isInput) count(counts.unread, name);
	}
	return first;
}

/** Alpaca's data has an instruction, and below it the input that it is about. */
function readPrompt(found: Fields, at: Path, counts: ImportCounts): string {
	const name = readFirst(found, promptNames, counts);
	const prompt = checkedAt(longText, found[name], path`${at}.${name}`);
	const input = name === 'instruction' ? (found['input'] ?? '') : '';
	const more = checkedAt(text(100_000), input, path`${at}.input`).trim();
	return more ? `${prompt}\n\n${more}` : prompt;
}

/** A list of references is the reference and its alternatives. */
function readReferences(
	found: Fields,
	others: readonly string[],
	at: Path,
	counts: ImportCounts,
): Pick<RuleQuestion, 'reference' | 'alternatives'> {
	const name = readFirst(found, referenceNames, counts);
	const value = found[name] ?? [];
	const [reference, ...more] = Array.isArray(value)
		? checkedAt(v.array(v.nullish(longText)), value, path`${at}.${name}`)
		: [checkedAt(longText, value, path`${at}.${name}`)];
	const alternatives = [...more.flatMap((other) => other ?? []), ...others];
	if (typeof reference !== 'string' && alternatives.length > 0)
		throw fieldError(
			path`${at}.reference`,
			say('is missing, but there are alternatives to it. Add it.'),
		);
	return {
		...(typeof reference === 'string' && { reference }),
		...(alternatives.length > 0 && { alternatives }),
	};
}

/** Base weights of the categories that apply. undefined: the question gives neither. */
function baseWeights(
	values: Given['weights'],
	applies: Given['applies'],
	at: Path,
): ByCategory<number> | undefined {
	if (!applies) return values;
	const masked = byCategory((category) =>
		applies[category] ? (values ?? defaultWeights)[category] : 0,
	);
	if (categories.some((category) => masked[category] > 0)) return masked;
	throw fieldError(
		path`${at}.applies`,
		say('leaves no category with a weight. Name at least one that has one.'),
	);
}

function rulesByDefault(
	core: RuleQuestion,
	base: ByCategory<number> | undefined,
	{ filled, english }: ImportCounts,
): readonly RuleUse[] {
	const applied = base
		? categories.filter((category) => base[category] > 0)
		: requiredCategories(core);
	const rules = defaultRules(core, applied, english);
	if (rules.length > 0)
		count(filled, say('rules by default, from their references and weights').id);
	const open = applied.some((category) => rules.every((rule) => rule.category !== category));
	if (open || applied.length === 0)
		count(filled, say('categories without a rule: people or a judge mark them').id);
	return rules;
}

/** The settings of a rule are under `settings`, or beside its other fields. */
function readRule(found: Fields, core: RuleQuestion, where: Path): RuleUse {
	const { rule: _, kind: __, type: ___, category: named, settings, ...beside } = found;
	const name = ['rule', 'kind', 'type'].find((key) => found[key] !== undefined) ?? 'rule';
	const at = path`${where}.${name}`;
	const kind = findRule(checkedAt(filledText(2000), found[name], at), at);
	const [standard] = kind.categories;
	const within = path`${where}.category`;
	const category = checkedAt(categoryName, named === undefined ? standard : named, within);
	if (!kind.categories.includes(category)) {
		const known = { kind: kind.kind, category, categories: kind.categories.join(', ') };
		throw fieldError(
			within,
			say('the rule {kind} cannot measure {category}. Choose one of {categories}.', known),
		);
	}
	return { rule: kind.kind, category, settings: kind.parse(settings ?? beside, core, where) };
}
