/** The draft of a study: the fields of its file, as the form shows them. */
import type * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { parseNumber } from '#lab/page/components/forms.ts';
import { freeName, truncate } from '#engine/core/text.ts';
import * as format from '#languages/format.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { labelText } from '#lab/study/labelText.ts';
import { namedReferences, shareLabel } from '#lab/study/factors.ts';
import { fileFields, parseStudy, type StudyContext } from '#lab/study/parse.ts';
import type { Study, StudyRecord, studyFile } from '#lab/study/study.ts';
import { compareWords } from '../words.ts';

export const budgets = { updates: 200, tokens: 100_000, seconds: 10 };
export type BudgetKind = keyof typeof budgets;

/** queue: one run after another. turns: the runs of a seed beside each other. */
export const orders = ['turns', 'queue'] as const;
export type Order = (typeof orders)[number];

/** Letters of a study's title: at most 200, with its `…`. */
const longestTitle = 199;

/** Letters of a label: at most 100, with a number if another policy has it. */
const longestLabel = 96;

type Input = v.InferInput<typeof studyFile>;
type DraftPolicy = NonNullable<Input['policies']>[number];
const emptyFields = () => ({
	title: '',
	about: '',
	policies: [] as DraftPolicy[],
	/** Ids. Empty: the experiment's own model. */
	models: [] as string[],
	budget: null as { [Kind in BudgetKind]?: number } | null,
	against: [] as string[],
	target: null as string | null,
});
type DraftFields = ReturnType<typeof emptyFields>;
/** Has fields that the form does not show, too. */
type DraftFile = Partial<DraftFields> &
	Partial<
		Pick<Input, 'seeds' | 'domainShares' | 'epochs' | 'learningRates' | 'groups' | 'evaluation'>
	>;

export class CompareDraft {
	base: Experiment = $state.raw(null as never);
	readonly fields = $state(emptyFields());
	seeds: readonly number[] = $state.raw([1, 2, 3]);
	/** The text that the visitor typed, in per cent. */
	domainShares = $state('');
	order: Order = $state('queue');
	keepRuns = $state(false);

	constructor(base: Experiment, file: DraftFile = {}) {
		this.base = base;
		const { seeds = this.seeds, domainShares = [], ...fields } = file;
		Object.assign(this.fields, structuredClone(fields));
		this.seeds = seeds;
		const percent = domainShares.map((share) => Number((100 * share).toPrecision(8)));
		this.domainShares = percent.join(', ');
	}

	/** Policies that train in turns, with the experiment's seed. `labels`: a title for each. */
	static ofPolicies(
		base: Experiment,
		policies: readonly Experiment['policy'][],
		labels: readonly string[],
	): CompareDraft {
		const draft = new CompareDraft(base, { seeds: [base.seed] });
		policies.forEach(([{ id, settings }, ...switches], i) => {
			const label = draft.#freeLabel(truncate(labels[i], longestLabel));
			draft.fields.policies.push({ label, id, settings, ...(switches.length > 0 && { switches }) });
		});
		draft.order = 'turns';
		return draft;
	}
	static ofStudy({ study, order, keepRuns }: StudyRecord): CompareDraft {
		const { version: _, experiment: __, analysis: ___, models, ...fields } = fileFields(study);
		const ids = ((models ?? []) as readonly ModelRef[]).map(({ id }) => id);
		const against = namedReferences(study);
		const file = { ...(fields as DraftFile), models: ids, against };
		return Object.assign(new CompareDraft(study.experiment, file), {
			keepRuns,
			...(order && { order }),
		});
	}

	/** Another experiment. The form shows no groups. */
	takeBase(base: Experiment): void {
		delete (this.fields as DraftFile).groups;
		this.base = base;
	}

	/** So many seeds from the first one on. */
	set seedCount(count: number) {
		const [first] = this.seeds;
		this.seeds = Array.from({ length: count }, (_, i) => first + i);
	}
	get seedCount(): number {
		return this.seeds.length;
	}

	/** Labels of the policies, including domain shares; a share that is typed twice counts once. */
	get comparable(): readonly string[] {
		const shares = readNumbers(this.domainShares) ?? [];
		return [...new Set([...this.#labels, ...shares.map((share) => shareLabel(share / 100))])];
	}
	get #labels(): readonly string[] {
		return this.fields.policies.map(({ label }) => label);
	}

	addPolicy(id: string, label: string): void {
		this.fields.policies.push({ id, label: this.#freeLabel(label) });
	}
	/** The new label replaces the old one in references too. It gets a number if it is taken. */
	renamePolicy(policy: DraftPolicy, wanted: string): void {
		if (wanted === policy.label) return;
		const label = this.#freeLabel(wanted, policy.label);
		const { fields } = this;
		for (const other of fields.policies) {
			if (other.meanOf === policy.label) other.meanOf = label;
			if (other.reverseOf === policy.label) other.reverseOf = label;
		}
		fields.against = fields.against.map((other) => (other === policy.label ? label : other));
		policy.label = label;
	}
	/** Another policy. A label that is a title, perhaps with a number, changes with it. */
	changePolicy(policy: DraftPolicy, id: string, titleOf: (id: string) => string): void {
		const title = policy.label.replace(/ \d+$/, '');
		if ([policy.id, titleOf(policy.id)].includes(title)) this.renamePolicy(policy, titleOf(id));
		policy.id = id;
		policy.settings = {};
		delete policy.meanOf;
		delete policy.reverseOf;
		delete policy.preset;
	}
	/** Removes the policies that replay it too. */
	removePolicy({ label }: DraftPolicy): void {
		const { fields } = this;
		const replays = fields.policies.filter(
			({ meanOf, reverseOf }) => (meanOf ?? reverseOf) === label,
		);
		fields.policies = fields.policies.filter((policy) => policy.label !== label);
		fields.against = fields.against.filter((other) => other !== label);
		for (const policy of replays) this.removePolicy(policy);
	}

	/** The typed title, or else its policies and the number of its seeds. */
	get title(): string {
		const typed = this.fields.title.trim();
		if (typed !== '') return typed;
		const policies = format.list(this.comparable.map((label) => labelText(label)));
		return truncate(compareWords.form.untitled({ policies, seeds: this.seedCount }), longestTitle);
	}

	/** A list that cannot be read as numbers stays text. */
	get file(): JsonObject {
		const percent = readNumbers(this.domainShares);
		// Without the type of the settings' JSON, which is too deep for snapshot's type.
		const whole: object = this.fields;
		const { against, ...fields } = $state.snapshot(whole) as DraftFields;
		const file = {
			version: 1,
			...fields,
			title: this.title,
			against: against.filter((label) => this.comparable.includes(label)),
			seeds: [...this.seeds],
			domainShares: percent?.map((share) => share / 100) ?? this.domainShares,
		};
		return Object.fromEntries(
			Object.entries(file).filter(([, value]) => !Array.isArray(value) || value.length > 0),
		);
	}

	/** Throws InputError that names the field. */
	study(info: LabInfo, file = this.file): Study {
		// Here in percent, as it was typed.
		const shares = readNumbers(this.domainShares) ?? [];
		const share = shares.find((typed) => typed < 0 || typed > 100);
		if (share !== undefined)
			throw new InputError(
				say('A share of the domain must be from 0 to 100 %, not {share} %. Correct it.', { share }),
			);
		return parseStudy(file, makeContext(info, compareWords.form.source, this.base));
	}

	/** Adds a number to the label if it is taken. `current`: the policy’s label so far. */
	#freeLabel(label: string, current?: string): string {
		return freeName(label, (other) => other !== current && this.#labels.includes(other));
	}
}

/** The lab as a study's file sees it: defaults and names that complete it. */
export const makeContext = (
	{ models, skills, defaultExperiment }: LabInfo,
	file: string,
	base = defaultExperiment,
): StudyContext => ({ file, base, models, skills });

/**
 * Reads a list such as `0, 25, 50` or `0.5 1 2`, also with the signs of a Chinese keyboard. null:
 * the text is not a list of numbers.
 */
export function readNumbers(text: string): number[] | null {
	// NFKC makes full-width digits and commas plain ones.
	const parts = text.normalize('NFKC').split(/[\s,、;]+/);
	const values = parts.filter(Boolean).map((part) => parseNumber(part));
	return values.some(Number.isNaN) ? null : values;
}
