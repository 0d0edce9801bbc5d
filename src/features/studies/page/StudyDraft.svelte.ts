/** The draft of a study: the values of the form, and the same study as a file. */
import type { JsonObject } from '#core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { shareLabel } from '../model/axes.ts';
import type { Study, StudyPolicy } from '../model/study.ts';
import type { Starter } from './starters.ts';

export const budgetKinds = ['none', 'updates', 'tokens', 'seconds'] as const;
export type BudgetKind = (typeof budgetKinds)[number];
/** Lists that the visitor writes as text. */
const listFields = ['seeds', 'epochs', 'learningRates', 'domainShares'] as const;
export type ListField = (typeof listFields)[number];

const defaults: Readonly<Record<Exclude<BudgetKind, 'none'>, number>> = {
	updates: 200,
	tokens: 100_000,
	seconds: 10,
};

export interface PolicyDraft extends StudyPolicy {
	/** Stays the same when the label changes. */
	readonly key: number;
	readonly preset?: string;
}

export class StudyDraft {
	title: string = $state('');
	about: string = $state('');
	base: Experiment = $state.raw(null as never);
	policies: readonly PolicyDraft[] = $state.raw([]);
	/** Texts that the visitor typed. Shares are in per cent. */
	readonly lists: Record<ListField, string> = $state({
		seeds: '1–3',
		epochs: '',
		learningRates: '',
		domainShares: '',
	});
	/** Ids. Empty: the experiment's own model. */
	models: readonly string[] = $state.raw([]);
	budgetKind: BudgetKind = $state('none');
	readonly budgets = $state({ ...defaults });
	against: readonly string[] = $state.raw([]);
	target: string | null = $state(null);
	keepRuns = $state(false);
	/** Fields of the file that the form does not show. */
	#others: JsonObject = {};
	#lastKey = 0;

	constructor(base: Experiment, file: JsonObject = {}) {
		this.base = base;
		this.#take(file);
	}

	static ofStarter({ title, about, study }: Starter, base: Experiment): StudyDraft {
		return new StudyDraft(base, { title, about, ...study });
	}
	/** A draft with the fields of an existing study. */
	static ofStudy({ version: _, experiment, axes, ...others }: Study): StudyDraft {
		const { model, learningRate, domainShare, epochs } = axes;
		return new StudyDraft(experiment, {
			...(others as unknown as JsonObject),
			...(model && { models: model.map(({ id }) => id) }),
			...(epochs && { epochs }),
			...(learningRate && { learningRates: learningRate }),
			...(domainShare && { domainShares: domainShare }),
		});
	}

	/** Lists that are not numbers. */
	get faults(): readonly ListField[] {
		return listFields.filter((field) => readNumbers(this.lists[field]) === null);
	}
	get labels(): readonly string[] {
		return this.policies.map(({ label }) => label);
	}
	/** Labels of the policies, including domain shares. */
	get comparable(): readonly string[] {
		const shares = readNumbers(this.lists.domainShares) ?? [];
		return [...this.labels, ...shares.map((share) => shareLabel(share / 100))];
	}

	addPolicy(id: string, label: string): void {
		this.policies = [
			...this.policies,
			{ key: ++this.#lastKey, id, settings: {}, label: this.freeLabel(label) },
		];
	}
	/** Replaces the policy with its key; a new label replaces the old one in references too. */
	changePolicy(changed: PolicyDraft): void {
		const { key } = changed;
		const before = this.policies.find((policy) => policy.key === key);
		if (!before) return;
		const renamed = (label: string) => (label === before.label ? changed.label : label);
		this.policies = this.policies.map((policy) => {
			if (policy.key === key) return changed;
			return policy.meanOf === undefined ? policy : { ...policy, meanOf: renamed(policy.meanOf) };
		});
		this.against = this.against.map(renamed);
	}
	removePolicy(key: number): void {
		const gone = this.policies.find((policy) => policy.key === key)?.label;
		this.policies = this.policies.filter((policy) => policy.key !== key && policy.meanOf !== gone);
		this.against = this.against.filter((label) => this.labels.includes(label) || label !== gone);
	}
	toggleModel(id: string): void {
		this.models = toggled(this.models, id);
	}
	toggleAgainst(label: string): void {
		this.against = toggled(this.against, label);
	}

	/** The request for study.check and study.create. Call it only without faults. */
	get file(): JsonObject {
		const list = (field: ListField, scale = 1) =>
			(readNumbers(this.lists[field]) ?? []).map((value) => value / scale);
		const filled = (name: string, values: readonly (string | number)[]) =>
			values.length > 0 ? { [name]: values } : {};
		const kind = this.budgetKind;
		return {
			...this.#others,
			version: 1,
			title: this.title,
			about: this.about,
			policies: this.policies.map(({ key: _, ...policy }) => policy),
			seeds: list('seeds'),
			...filled('models', this.models),
			...filled('epochs', list('epochs')),
			...filled('learningRates', list('learningRates')),
			...filled('domainShares', list('domainShares', 100)),
			budget: kind === 'none' ? null : { [kind]: this.budgets[kind] },
			against: this.against.filter((label) => this.comparable.includes(label)),
			target: this.target,
		};
	}

	#take(file: JsonObject): void {
		const { title, about, policies, models, budget, against, target, ...rest } = file;
		const { seeds, epochs, learningRates, domainShares, ...others } = rest;
		this.title = typeof title === 'string' ? title : '';
		this.about = typeof about === 'string' ? about : '';
		this.policies = ((policies ?? []) as unknown as Omit<PolicyDraft, 'key'>[]).map((policy) => ({
			...policy,
			settings: policy.settings ?? {},
			key: ++this.#lastKey,
		}));
		const percent = (domainShares as number[] | undefined)?.map((share) =>
			Number((100 * share).toPrecision(8)),
		);
		const lists = { seeds, epochs, learningRates, domainShares: percent };
		for (const [field, values] of Object.entries(lists))
			if (Array.isArray(values)) this.lists[field as ListField] = writeNumbers(values);
		this.models = (models ?? []) as readonly string[];
		this.against = (against ?? []) as readonly string[];
		this.target = typeof target === 'string' ? target : null;
		const amounts = (budget ?? {}) as Readonly<Record<string, unknown>>;
		for (const kind of ['updates', 'tokens', 'seconds'] as const) {
			const amount = amounts[kind];
			if (typeof amount !== 'number') continue;
			this.budgetKind = kind;
			this.budgets[kind] = amount;
		}
		this.#others = others;
	}

	/** Adds a number to the label if it is taken. */
	freeLabel(label: string): string {
		if (!this.labels.includes(label)) return label;
		for (let i = 2; ; i++) if (!this.labels.includes(`${label} ${i}`)) return `${label} ${i}`;
	}
}

const toggled = (list: readonly string[], entry: string): readonly string[] =>
	list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];

/** Longer ranges are probably typing errors; the worker refuses long lists too. */
const longestRange = 10_000;

/** Reads lists such as `1, 2, 3`, `1–5` or `0.5 1 2`. null: the text is no list of numbers. */
export function readNumbers(text: string): number[] | null {
	const values: number[] = [];
	for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
		const range = /^(\d+)\s*[–-]\s*(\d+)$/.exec(part);
		if (range) {
			const [from, to] = [Number(range[1]), Number(range[2])];
			if (to < from || to - from >= longestRange) return null;
			for (let value = from; value <= to; value++) values.push(value);
		} else if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part)) values.push(Number(part));
		else return null;
	}
	return values;
}

/** Writes consecutive whole numbers as a range. */
export function writeNumbers(values: readonly number[]): string {
	const isRange =
		values.length > 2 && values.every((v, i) => Number.isInteger(v) && v === values[0] + i);
	return isRange ? `${values[0]}–${values.at(-1)}` : values.join(', ');
}
