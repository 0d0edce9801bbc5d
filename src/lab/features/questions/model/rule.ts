/** The contract of a rule: its checked settings, its sentence and its measure of an answer. */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { list, mustBe, object } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { Category } from './categories.ts';
import { checkedAt, type Path } from './lines.ts';
import type { Question, RuleSetting, RuleUse } from './types.ts';

/** The `language` of sets about the built-in skills. */
export const builtinLanguage = 'the built-in skills';

/** The part of a question that a rule can read. */
export interface RuleQuestion extends Pick<Question, 'prompt' | 'reference' | 'alternatives'> {
	/** The language of the built-in skills, in which every other text is wrong. */
	readonly isClosed?: boolean;
}

export interface Measured {
	/** From 0 to 1; null: the rule cannot tell, or the category does not apply for the rater. */
	readonly value: number | null;
	readonly why: Message;
}
/** A rule that gives 1 or 0. */
export const verdict = (isGood: boolean, good: Message, bad: Message): Measured =>
	isGood ? { value: 1, why: good } : { value: 0, why: bad };
export const notMarked = (why: Message): Measured => ({
	value: null,
	why: say('{why} Not marked: a person or a judge can tell.', { why }),
});

interface Description<Settings> {
	readonly kind: string;
	readonly title: string;
	/** The first is the default. */
	readonly categories: readonly [Category, ...Category[]];
	/** The rule only finds faults. null: it found none, and the other rules decide. */
	readonly caps?: true;
	readonly describe: (settings: Settings, question: RuleQuestion) => Message;
	/** The answer is not blank. */
	measure(settings: Settings, question: RuleQuestion, answer: string, category: Category): Measured;
}

export interface RuleKind extends Description<RuleUse['settings']> {
	readonly example: RuleUse;
	/** Checks the settings and fills in the defaults. Throws InputError that names the field. */
	readonly parse: (settings: unknown, question: RuleQuestion, where: Path) => RuleUse['settings'];
}

interface Definition<E extends v.ObjectEntries> extends Description<SettingsOf<E>> {
	readonly settings?: E;
	readonly example?: Readonly<Record<string, RuleSetting>>;
	/** The fault in settings that are valid one by one. */
	readonly demand?: (settings: SettingsOf<E>, question: RuleQuestion) => Message | undefined;
}
type SettingsOf<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

export function defineRule<const E extends v.ObjectEntries>({
	settings: entries = {} as E,
	example = {},
	demand,
	...definition
}: Definition<E>): RuleKind {
	const schema = object(entries);
	const { kind, categories } = definition;
	const parse: RuleKind['parse'] = (settings, question, where) => {
		const read = checkedAt(schema, settings, where);
		const fault = demand?.(read, question);
		if (fault) throw fieldError(where, fault);
		return read as RuleUse['settings'];
	};
	const use = { rule: kind, category: categories[0], settings: example };
	return { ...definition, parse, example: use } as unknown as RuleKind;
}

export const rightAnswers = ({ reference, alternatives = [] }: RuleQuestion): readonly string[] =>
	reference === undefined ? [] : [reference, ...alternatives];

export const phrase = (longest = 2000) =>
	v.pipe(
		v.string(mustBe(say('text'))),
		v.check(
			(text) => text.trim() !== '' && text.length <= longest,
			mustBe(say('text of 1 to {longest} characters', { longest })),
		),
	);
export const phrases = (min: number) => list(phrase(), say('texts'), 200, min);

/** A list of texts, each in quotes. A list among them has several wordings of one text. */
export const quoted = (texts: readonly (string | readonly string[])[]): string =>
	texts.map((text) => `“${[text].flat().join('” / “')}”`).join(', ');
