/** A question set while it is edited: a copy, which is checked and stored by the worker when it is saved. */
import type { Category, Question, QuestionSet, RuleUse } from '../model/questions.ts';

/** A rule with its settings as they are typed. */
export interface RuleDraft {
	readonly rule: string;
	readonly category: Category;
	readonly settings: string;
}
export type QuestionDraft = Omit<Question, 'rules'> & { readonly rules: readonly RuleDraft[] };

export class SetDraft {
	#head: Pick<QuestionSet, 'name' | 'about' | 'language'> = $state.raw()!;
	#questions: readonly QuestionDraft[] = $state.raw([]);
	#at = $state(0);
	#changed = $state(false);

	/** `name`: of the set that will be saved. */
	constructor({ about, language, questions }: QuestionSet, name: string) {
		this.#head = { name, about, language };
		this.#questions = questions.map((question) => ({
			...question,
			rules: question.rules.map(ruleDraft),
		}));
	}

	get head() {
		return this.#head;
	}
	get questions() {
		return this.#questions;
	}
	/** Index of the question in the form. */
	get at() {
		return this.#at;
	}
	get changed() {
		return this.#changed;
	}
	get question(): QuestionDraft | undefined {
		return this.#questions[this.#at];
	}
	/** Rules of the question whose settings are not JSON. */
	readonly broken = $derived.by(() =>
		this.#questions.flatMap(({ id, rules }) => rules.flatMap((rule) => (isJson(rule) ? [] : [id]))),
	);

	show(at: number): void {
		this.#at = at;
	}
	rename(change: Partial<Pick<QuestionSet, 'name' | 'about' | 'language'>>): void {
		this.#head = { ...this.#head, ...change };
		this.#changed = true;
	}
	/** A field that is undefined goes away. */
	change(change: { readonly [F in keyof QuestionDraft]?: QuestionDraft[F] | undefined }): void {
		this.#replace(this.#at, (question) => without({ ...question, ...change }));
	}
	weigh(category: Category, weight: number): void {
		this.#replace(this.#at, (question) => ({
			...question,
			weights: { ...question.weights, [category]: weight },
		}));
	}
	describe(category: Category, rubric: string): void {
		this.#replace(this.#at, (question) => ({
			...question,
			rubric: without({
				...question.rubric,
				[category]: rubric.trim() === '' ? undefined : rubric,
			}),
		}));
	}
	addRule(example: RuleUse): void {
		this.#replace(this.#at, (question) => ({
			...question,
			rules: [...question.rules, ruleDraft(example)],
		}));
	}
	setRule(index: number, settings: string): void {
		this.#replace(this.#at, (question) => ({
			...question,
			rules: question.rules.map((rule, i) => (i === index ? { ...rule, settings } : rule)),
		}));
	}
	removeRule(index: number): void {
		this.#replace(this.#at, (question) => ({
			...question,
			rules: question.rules.filter((_rule, i) => i !== index),
		}));
	}

	/** After the one in the form, which it is a copy of where `copy` says so. */
	add(prompt: string, copy: boolean): void {
		const from = this.question;
		const id = freshId(copy && from ? from.id : 'new', this.#questions);
		const added: QuestionDraft =
			copy && from
				? { ...from, id }
				: { ...{ id, scope: 'general', prompt, rules: [], rubric: {} }, weights: plainWeights };
		this.#questions = this.#questions.toSpliced(this.#at + 1, 0, added);
		this.#at = Math.min(this.#at + 1, this.#questions.length - 1);
		this.#changed = true;
	}
	remove(): void {
		this.#questions = this.#questions.toSpliced(this.#at, 1);
		this.#at = Math.max(0, Math.min(this.#at, this.#questions.length - 1));
		this.#changed = true;
	}

	/** As it is saved. Only when nothing is `broken`. */
	set(): QuestionSet {
		return {
			version: 1,
			...this.#head,
			questions: this.#questions.map(({ rules, ...question }) => ({
				...question,
				rules: rules.map(({ settings, ...rule }) => ({
					...rule,
					settings: JSON.parse(settings) as RuleUse['settings'],
				})),
			})),
		};
	}

	#replace(at: number, change: (question: QuestionDraft) => QuestionDraft): void {
		this.#questions = this.#questions.map((one, i) => (i === at ? change(one) : one));
		this.#changed = true;
	}
}

export const isJson = ({ settings }: RuleDraft): boolean => {
	try {
		JSON.parse(settings);
		return true;
	} catch {
		return false;
	}
};

const ruleDraft = ({ settings, ...rule }: RuleUse): RuleDraft => ({
	...rule,
	settings: JSON.stringify(settings, null, 1),
});

/** Of a new question: clear and right, the rest is up to whoever writes it. */
const plainWeights: Question['weights'] = {
	...{ clarity: 1, accuracy: 2, completeness: 1, conciseness: 0 },
	...{ safety: 0, specificity: 0, consideration: 0, politeness: 0 },
};

/** Fields that are undefined are no fields: a set is JSON. */
const without = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T =>
	Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

function freshId(id: string, questions: readonly { readonly id: string }[]): string {
	const stem = id.replace(/-\d+$/, '');
	for (let n = 2; ; n++) {
		const fresh = `${stem}-${n}`;
		if (!questions.some((question) => question.id === fresh)) return fresh;
	}
}
