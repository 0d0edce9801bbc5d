/** The contract of a rule: its checked settings, its sentence and its measure of an answer. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { Category } from './categories.ts';
import { contentWords } from './text.ts';
import type { Question, RuleSetting, RuleUse } from './types.ts';

/** The description of a rule for its author. */
export interface RuleInfo {
	readonly kind: string;
	readonly title: string;
	/** The rule in a sentence. */
	readonly about: string;
	readonly categories: readonly Category[];
	/** An example as a file has it. */
	readonly example: RuleUse;
}

/** The part of a question that a rule can read. */
export type Asked = Pick<Question, 'prompt' | 'reference' | 'alternatives'>;

export interface Measured {
	/** From 0 to 1; null: the rule cannot measure this answer. */
	readonly value: number | null;
	/** The finding, in a few words. */
	readonly why: string;
}

export interface RuleKind {
	readonly info: RuleInfo;
	/** The rule is against forbidden content: its mark is an upper bound for its category. */
	readonly caps: boolean;
	/** Checks the settings and fills in the defaults. Throws InputError that names the field. */
	parse(settings: unknown, asked: Asked, where: string): RuleUse['settings'];
	/** The measure with these settings, in a sentence. */
	sentence(settings: RuleUse['settings'], asked: Asked): string;
	/** The answer is not blank. */
	measure(settings: RuleUse['settings'], asked: Asked, answer: string): Measured;
}

interface Definition<E extends v.ObjectEntries> {
	readonly kind: string;
	readonly title: string;
	readonly about: string;
	/** The first is the default. */
	readonly categories: readonly [Category, ...Category[]];
	readonly caps?: true;
	readonly settings: E;
	readonly example: Readonly<Record<string, RuleSetting>>;
	/** The fault in settings that are valid one by one. */
	readonly demand?: (settings: Settings<E>, asked: Asked) => string | undefined;
	readonly sentence: (settings: Settings<E>, asked: Asked) => string;
	readonly measure: (settings: Settings<E>, asked: Asked, answer: string) => Measured;
}
type Settings<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

export function defineRule<const E extends v.ObjectEntries>(definition: Definition<E>): RuleKind {
	const { kind, title, about, categories, caps = false, demand } = definition;
	const schema = v.strictObject(definition.settings);
	const typed = (settings: RuleUse['settings']) => settings as Settings<E>;
	return {
		info: {
			kind,
			title,
			about,
			categories,
			example: { rule: kind, category: categories[0], settings: definition.example },
		},
		caps,
		parse(settings, asked, where) {
			const read = v.safeParse(schema, settings, { abortEarly: true });
			if (!read.success) {
				const [issue] = read.issues;
				const name = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
				const field = name === '' ? where : `${where}.${name}`;
				const known = Object.keys(definition.settings).join(', ') || 'none';
				const message =
					issue.expected === 'never'
						? `is no setting of the rule ${kind}. Known ones: ${known}.`
						: issue.message;
				throw new InputError(`${field}: ${message}`, { field });
			}
			const wrong = demand?.(read.output, asked);
			if (wrong) throw new InputError(`${where}: ${wrong}`, { field: where });
			return read.output as RuleUse['settings'];
		},
		sentence: (settings, asked) => definition.sentence(typed(settings), asked),
		measure: (settings, asked, answer) => definition.measure(typed(settings), asked, answer),
	};
}

/** The reference and its alternatives. */
export const rightAnswers = ({ reference, alternatives = [] }: Asked): readonly string[] =>
	reference === undefined ? [] : [reference, ...alternatives];

export const needsReference = (_: unknown, { reference }: Asked): string | undefined =>
	reference === undefined
		? 'needs the question’s reference: add one, or take this rule out.'
		: undefined;

/** The content words of each right answer that has any. */
export const referenceWords = (asked: Asked): string[][] =>
	rightAnswers(asked)
		.map(contentWords)
		.filter((right) => right.length > 0);

export const needsContentWords = (settings: unknown, asked: Asked): string | undefined =>
	needsReference(settings, asked) ??
	(referenceWords(asked).length === 0
		? 'counts words that carry what is said, and the reference has none: use exact, contains ' +
			'or number.'
		: undefined);

const shown = (value: unknown): string => {
	const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
export const mustBe = (what: string) => (issue: v.BaseIssue<unknown>) =>
	`must be ${what}, not ${shown(issue.input)}.`;

export const count = (min: number, max: number) => {
	const what = `a whole number from ${min} to ${max}`;
	return v.pipe(
		v.number(mustBe(what)),
		v.check((value) => Number.isSafeInteger(value) && value >= min && value <= max, mustBe(what)),
	);
};
export const finite = v.pipe(
	v.number(mustBe('a number')),
	v.check((value) => Number.isFinite(value), mustBe('a finite number')),
);
export const notNegative = v.pipe(
	finite,
	v.check((value) => value >= 0, mustBe('a number of 0 or more')),
);
export const flag = v.boolean(mustBe('true or false'));
const phrase = v.pipe(
	v.string(mustBe('text')),
	v.check((text) => text.trim() !== '' && text.length <= 2000, mustBe('text that is not empty')),
);
export const phrases = (min: number) =>
	v.pipe(
		v.array(phrase, mustBe('a list of texts')),
		v.minLength(min, `must name ${min} or more.`),
		v.maxLength(200, 'must name at most 200.'),
	);
/** Each point has one wording, or several of which one is enough. */
export const points = v.pipe(
	v.array(v.union([phrase, phrases(1)], mustBe('text, or a list of texts')), mustBe('a list')),
	v.minLength(1, 'must name 1 or more.'),
	v.maxLength(200, 'must name at most 200.'),
);

/** 1 up to `full`, falling evenly to 0 at `none`. */
export const falling = (value: number, full: number, none: number): number =>
	Math.min(1, Math.max(0, (none - value) / (none - full)));

export const quoted = (texts: readonly (string | readonly string[])[]): string =>
	texts.map((text) => (typeof text === 'string' ? `“${text}”` : quotedAny(text))).join(', ');
const quotedAny = (texts: readonly string[]) => texts.map((text) => `“${text}”`).join(' or ');
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
