/** One question out of a file, checked field by field; what its author left out is written out. */
import { byCategory, categories, type ByCategory } from './categories.ts';
import { defaultRules, defaultWeights } from './defaults.ts';
import {
	aliased,
	bareName,
	demandedText,
	objectAt,
	renamed,
	shareAt,
	shown,
	sortOutNames,
	textAt,
	wrong,
	type Fields,
} from './fields.ts';
import { byCategoryName, categoryOf, weightsOf } from './parseWeights.ts';
import { ruleKind } from './rules/registry.ts';
import type { Asked } from './rule.ts';
import type { Question, RuleUse, Scope } from './types.ts';

const promptNames = ['prompt', 'question', 'instruction', 'input'];
const referenceNames = ['reference', 'expected', 'answer', 'output'];
/** What else our fields are called, in small letters and without marks: `base_weights`, `Applicability mask`. */
const otherNames: Readonly<Record<string, string>> = {
	...{ references: 'reference', expectedanswer: 'reference', referenceanswer: 'reference' },
	...{ correctanswer: 'reference', ideal: 'reference', gold: 'reference', target: 'reference' },
	...{ baseweights: 'weights', baseweight: 'weights', baseweightvector: 'weights', u: 'weights' },
	...{ weightvector: 'weights', a: 'applies', mask: 'applies', applicability: 'applies' },
	...{ applicabilitymask: 'applies', categorymask: 'applies', applicable: 'applies' },
	...{ categoryapplicability: 'applies', categoryapplicabilitymask: 'applies' },
};
const knownFields = [
	...['id', 'applies', 'scope', 'topic', 'form', 'alternatives', 'weights', 'rules', 'rubric'],
	...['paraphraseOf', 'impact', 'impactWords', 'maxTokens', ...promptNames, ...referenceNames],
];
const scopes: Readonly<Record<string, Scope>> = {
	...{ general: 'general', domain: 'domain' },
	...{ indomain: 'domain', domainspecific: 'domain', outofdomain: 'general' },
};
/** Words for an impact, and the weight that we give them. */
const impactWeights = { none: 0, low: 0.2, medium: 0.5, high: 1 } as const;

const longest = { id: 200, prompt: 100_000, text: 100_000, line: 2000 };

export interface Reading {
	/** Names of fields that are not ours, and in how many questions. */
	readonly unread: Map<string, number>;
	/** How many questions left something to us, by what we did. */
	readonly filled: Map<string, number>;
	readonly english: boolean;
}

/** `where`: the place in the file, for errors. Throws InputError. */
export function parseQuestion(value: unknown, where: string, reading: Reading): Question {
	const given = objectAt(value, where, 'a question: an object with id and prompt');
	const fields = renamed(given, [...knownFields, 'categories'], otherNames, where);
	const id = demandedText(fields['id'], `${where}.id`, longest.id);
	const at = `${where} (“${id}”)`;
	sortOutNames(fields, knownFields, at, reading.unread);
	const fill = (what: string) => reading.filled.set(what, (reading.filled.get(what) ?? 0) + 1);

	if (fields['categories'] !== undefined)
		throw wrong(
			`${at}.categories`,
			'is no field here. Call it applies where it says which categories apply, and weights where it says how much they count.',
		);
	for (const names of [promptNames, referenceNames])
		for (const name of surplus(fields, names))
			reading.unread.set(name, (reading.unread.get(name) ?? 0) + 1);
	const asked: Asked = {
		prompt: promptOf(fields, at),
		...referenceOf(fields, at),
	};
	const weights = weightsOf(fields, at);
	const rubric = rubricOf(fields['rubric'], `${at}.rubric`, weights);
	const rules =
		fields['rules'] === undefined
			? defaultRules(asked, weights && categories.filter((c) => weights[c] > 0), reading.english)
			: rulesOf(fields['rules'], `${at}.rules`, asked);
	if (fields['rules'] === undefined && rules.length > 0)
		fill('rules by default for its reference and weights');
	if (fields['rules'] === undefined && asked.reference === undefined && rules.length === 0)
		fill('no rules, since they have no reference: people or a judge mark them');
	const served = categories.filter(
		(category) =>
			rubric[category] !== undefined || rules.some((rule) => rule.category === category),
	);
	if (!weights && served.length === 0)
		throw wrong(at, 'has nothing to score by. Add a reference, rules, a rubric or weights.');
	if (!weights) fill('base weights by default');
	const complete =
		weights ?? byCategory((category) => (served.includes(category) ? defaultWeights[category] : 0));
	rules.forEach((rule, i) => {
		if (complete[rule.category] === 0)
			throw wrong(
				`${at}.rules[${i}]`,
				`serves ${rule.category}, which has no weight. Give it one in weights, or take the rule out.`,
			);
	});
	const scope = scopeOf(fields['scope'], `${at}.scope`);
	if (scope === undefined) fill('the scope general, since none is given');
	return {
		id,
		scope: scope ?? 'general',
		...optionalText(fields, 'topic', at),
		...asked,
		...formOf(fields['form'], `${at}.form`),
		weights: complete,
		rules,
		rubric,
		...optionalText(fields, 'paraphraseOf', at),
		...impactOf(fields, at),
		...maxTokensOf(fields['maxTokens'], `${at}.maxTokens`),
	};
}

/** The instruction, and below it the input that it is about, where both are given as in Alpaca's data. */
function promptOf(fields: Fields, at: string): string {
	const { name, value } = aliased(fields, promptNames);
	const text = demandedText(value, `${at}.${name}`, longest.prompt);
	if (name !== 'instruction') return text;
	const input = textAt(fields['input'], `${at}.input`, longest.prompt)?.trim();
	return input ? `${text}\n\n${input}` : text;
}

/** Names of the same thing beside the one that is read. */
function surplus(fields: Fields, names: readonly string[]): string[] {
	const { name: read, value } = aliased(fields, names);
	const isPart = (name: string) => read === 'instruction' && name === 'input';
	return names.filter(
		(name) =>
			name !== read && fields[name] !== undefined && fields[name] !== value && !isPart(name),
	);
}

function optionalText<K extends 'topic' | 'paraphraseOf'>(fields: Fields, name: K, at: string) {
	const text = textAt(fields[name], `${at}.${name}`, longest.line);
	return (text === undefined ? {} : { [name]: text }) as { readonly [N in K]?: string };
}

/** A list of references: the first, and its alternatives. */
function referenceOf(fields: Fields, at: string): Pick<Asked, 'reference' | 'alternatives'> {
	const { name, value } = aliased(fields, referenceNames);
	const [first, ...others] = (Array.isArray(value) ? (value as unknown[]) : [value]).map(
		(text, i) => {
			const where = Array.isArray(value) ? `${at}.${name}[${i}]` : `${at}.${name}`;
			return text === undefined || text === null
				? undefined
				: demandedText(text, where, longest.text);
		},
	);
	const given = fields['alternatives'] ?? [];
	if (!Array.isArray(given))
		throw wrong(`${at}.alternatives`, `must be a list of texts, not ${shown(given)}.`);
	const alternatives = [
		...others.flatMap((text) => text ?? []),
		...given.map((text: unknown, i) =>
			demandedText(text, `${at}.alternatives[${i}]`, longest.text),
		),
	];
	if (first === undefined && alternatives.length > 0)
		throw wrong(`${at}.reference`, 'is missing, but there are alternatives to it. Add it.');
	return {
		...(first !== undefined && { reference: first }),
		...(alternatives.length > 0 && { alternatives }),
	};
}

/** One text stands for every category that is weighed. */
function rubricOf(
	value: unknown,
	where: string,
	weights: ByCategory<number> | undefined,
): Question['rubric'] {
	if (value === undefined || value === null) return {};
	if (typeof value === 'string') {
		const text = demandedText(value, where, longest.text);
		const weighed = categories.filter((category) => weights === undefined || weights[category] > 0);
		return Object.fromEntries(weighed.map((category) => [category, text]));
	}
	return byCategoryName(objectAt(value, where, 'a text, or texts by category'), where, (text, at) =>
		demandedText(text, at, longest.text),
	);
}

const reserved = ['rule', 'kind', 'type', 'category', 'settings'];

function rulesOf(value: unknown, where: string, asked: Asked): RuleUse[] {
	if (!Array.isArray(value)) throw wrong(where, `must be a list of rules, not ${shown(value)}.`);
	return value.map((entry: unknown, i) => {
		const at = `${where}[${i}]`;
		const fields = objectAt(
			typeof entry === 'string' ? { rule: entry } : entry,
			at,
			'a rule: an object with rule, category and its settings',
		);
		const { name, value: rule } = aliased(fields, ['rule', 'kind', 'type']);
		const kind = ruleKind(demandedText(rule, `${at}.${name}`, longest.line), `${at}.${name}`);
		const category =
			fields['category'] === undefined
				? kind.info.categories[0]
				: categoryOf(fields['category'], `${at}.category`);
		if (!kind.info.categories.includes(category))
			throw wrong(
				`${at}.category`,
				`the rule ${kind.info.kind} cannot measure ${category}; it serves ${kind.info.categories.join(', ')}.`,
			);
		// Settings stand in an object of their own, or beside the rule's name.
		const settings =
			fields['settings'] ??
			Object.fromEntries(Object.entries(fields).filter(([key]) => !reserved.includes(key)));
		return { rule: kind.info.kind, category, settings: kind.parse(settings, asked, at) };
	});
}

function scopeOf(value: unknown, where: string): Scope | undefined {
	if (value === undefined || value === null) return undefined;
	const scope = typeof value === 'string' ? scopes[bareName(value)] : undefined;
	if (!scope) throw wrong(where, `must be general or domain, not ${shown(value)}.`);
	return scope;
}

function formOf(value: unknown, where: string): Pick<Question, 'form'> {
	if (value === undefined || value === null || value === 'question') return {};
	if (value !== 'text') throw wrong(where, `must be question or text, not ${shown(value)}.`);
	return { form: value };
}

function impactOf(fields: Fields, at: string): Pick<Question, 'impact' | 'impactWords'> {
	const { impact } = fields;
	const words = textAt(fields['impactWords'], `${at}.impactWords`, longest.line);
	const named = words === undefined ? {} : { impactWords: words };
	if (impact === undefined || impact === null) return named;
	if (typeof impact !== 'string') return { impact: shareAt(impact, `${at}.impact`), ...named };
	const level = Object.entries(impactWeights).find(
		([word]) => word === impact.toLowerCase().trim(),
	);
	if (!level)
		throw wrong(
			`${at}.impact`,
			`must be a number from 0 to 1, or one of ${Object.keys(impactWeights).join(', ')}, not ${shown(impact)}.`,
		);
	return { impact: level[1], ...named };
}

function maxTokensOf(value: unknown, where: string): Pick<Question, 'maxTokens'> {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 4096)
		throw wrong(where, `must be a whole number from 1 to 4096, not ${shown(value)}.`);
	return { maxTokens: value };
}
