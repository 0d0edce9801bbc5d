/** The contract of a rule: its checked settings, its sentence and its measure of an answer. */
import * as v from 'valibot';
import { mustBe, wrong } from '#core/fields.ts';
import type { Category } from './categories.ts';
import type { Question, RuleSetting, RuleUse } from './types.ts';

/** The part of a question that a rule can read. */
export type Asked = Pick<Question, 'prompt' | 'reference' | 'alternatives'>;

export interface Measured {
	/** From 0 to 1; null: the rule cannot measure this answer. */
	readonly value: number | null;
	/** The finding, in a few words. */
	readonly why: string;
}

interface Description {
	readonly kind: string;
	readonly title: string;
	/** The first is the default. */
	readonly categories: readonly [Category, ...Category[]];
	/** The rule is against forbidden content: its mark is an upper bound for its category. */
	readonly caps?: true;
	/** Settings as a file has them. */
	readonly example: Readonly<Record<string, RuleSetting>>;
}

export interface RuleKind extends Description {
	/** Checks the settings and fills in the defaults. Throws InputError that names the field. */
	parse(settings: unknown, asked: Asked, where: string): RuleUse['settings'];
	/** How the rule marks with these settings. */
	describe(settings: RuleUse['settings'], asked: Asked): string;
	/** The answer is not blank. */
	measure(settings: RuleUse['settings'], asked: Asked, answer: string): Measured;
}

interface Definition<E extends v.ObjectEntries> extends Description {
	readonly settings: E;
	/** The fault in settings that are valid one by one. */
	readonly demand?: (settings: Settings<E>, asked: Asked) => string | undefined;
	readonly describe: (settings: Settings<E>, asked: Asked) => string;
	readonly measure: (settings: Settings<E>, asked: Asked, answer: string) => Measured;
}
type Settings<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

export function defineRule<const E extends v.ObjectEntries>(definition: Definition<E>): RuleKind {
	const schema = v.strictObject(definition.settings);
	const parse: RuleKind['parse'] = (settings, asked, where) => {
		const read = v.safeParse(schema, settings, { abortEarly: true });
		if (!read.success) {
			const [issue] = read.issues;
			const names = issue.path?.map(({ key }) => `.${String(key)}`) ?? [];
			const known = Object.keys(definition.settings).join(', ') || 'none';
			throw wrong(
				`${where}${names.join('')}`,
				issue.expected === 'never'
					? `is no setting of the rule ${definition.kind}. Known ones: ${known}.`
					: issue.message,
			);
		}
		const fault = definition.demand?.(read.output, asked);
		if (fault) throw wrong(where, fault);
		return read.output as RuleUse['settings'];
	};
	return { ...definition, parse } as unknown as RuleKind;
}

/** The rule with its example, as a file has it. */
export const exampleOf = ({ kind, categories, example }: RuleKind): RuleUse => ({
	rule: kind,
	category: categories[0],
	settings: example,
});

/** The reference and its alternatives. */
export const rightAnswers = ({ reference, alternatives = [] }: Asked): readonly string[] =>
	reference === undefined ? [] : [reference, ...alternatives];

export const flag = v.boolean(mustBe('true or false'));
export const phrase = v.pipe(
	v.string(mustBe('text')),
	v.check((text) => text.trim() !== '' && text.length <= 2000, mustBe('text that is not empty')),
);
export const phrases = (min: number) =>
	v.pipe(
		v.array(phrase, mustBe('a list of texts')),
		v.minLength(min, `must name ${min} or more.`),
		v.maxLength(200, 'must name at most 200.'),
	);

/** A list of texts, each in quotes. A list among them has several wordings of one text. */
export const quoted = (texts: readonly (string | readonly string[])[]): string =>
	texts
		.map((text) =>
			[text]
				.flat()
				.map((wording) => `“${wording}”`)
				.join(' or '),
		)
		.join(', ');
