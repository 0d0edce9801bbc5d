/** The draft of a study: the fields of its file, as the form shows them. */
import type * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { parseNumber } from '#lab/page/components/forms.ts';
import { storedText } from '#languages/language.ts';
import { freeName } from '#engine/core/text.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { shareLabel } from '../model/factors.ts';
import { fileFields, parseStudy, type StudyContext } from '../model/parse.ts';
import type { Study, studyFile } from '../model/study.ts';
import { studyWords } from '../words.ts';
import type { Starter } from './starters.ts';

const listFields = ['seeds', 'epochs', 'learningRates', 'domainShares'] as const;
export type ListField = (typeof listFields)[number];

export const budgets = { updates: 200, tokens: 100_000, seconds: 10 };
export type BudgetKind = keyof typeof budgets;

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
	Partial<Pick<Input, ListField | 'groups' | 'analysis' | 'evaluation'>>;

export class StudyDraft {
	base: Experiment = $state.raw(null as never);
	readonly fields = $state(emptyFields());
	/** Texts that the visitor typed. Shares are in per cent. */
	readonly lists: Record<ListField, string> = $state({
		seeds: '1–3',
		epochs: '',
		learningRates: '',
		domainShares: '',
	});
	keepRuns = $state(false);
	readonly analysis: AnalysisDraft;

	constructor(base: Experiment, file: DraftFile = {}) {
		this.base = base;
		const { seeds, epochs, learningRates, domainShares, analysis, ...fields } = file;
		this.analysis = new AnalysisDraft(analysis);
		Object.assign(this.fields, structuredClone(fields));
		const percent = domainShares?.map((share) => Number((100 * share).toPrecision(8)));
		const lists = { seeds, epochs, learningRates, domainShares: percent };
		for (const field of listFields)
			if (lists[field]) this.lists[field] = writeNumbers(lists[field]);
	}

	static ofStarter({ title, about, study }: Starter, base: Experiment): StudyDraft {
		return new StudyDraft(base, {
			title: storedText(title),
			about: storedText(about),
			...(study as DraftFile),
		});
	}
	static ofStudy(study: Study): StudyDraft {
		const { version: _, experiment: __, models, ...fields } = fileFields(study);
		const ids = ((models ?? []) as readonly ModelRef[]).map(({ id }) => id);
		return new StudyDraft(study.experiment, { ...(fields as DraftFile), models: ids });
	}

	/** Another experiment. The form shows no groups, and losses of its own skills only. */
	takeBase(base: Experiment): void {
		for (const { id } of this.base.skills)
			if (!base.skills.some((skill) => skill.id === id)) delete this.analysis.texts[lossField(id)];
		delete (this.fields as DraftFile).groups;
		this.base = base;
	}

	/** Labels of the policies, including domain shares; a share that is typed twice counts once. */
	get comparable(): readonly string[] {
		const shares = readNumbers(this.lists.domainShares) ?? [];
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
		for (const other of fields.policies) if (other.meanOf === policy.label) other.meanOf = label;
		fields.against = fields.against.map((other) => (other === policy.label ? label : other));
		this.analysis.rename(policy.label, label);
		policy.label = label;
	}
	/** Another policy. A label that is a title, perhaps with a number, changes with it. */
	changePolicy(policy: DraftPolicy, id: string, titleOf: (id: string) => string): void {
		const title = policy.label.replace(/ \d+$/, '');
		if ([policy.id, titleOf(policy.id)].includes(title)) this.renamePolicy(policy, titleOf(id));
		policy.id = id;
		policy.settings = {};
		delete policy.meanOf;
		delete policy.preset;
	}
	/** Removes its mean mixes too. */
	removePolicy({ label }: DraftPolicy): void {
		const { fields } = this;
		const means = fields.policies.filter(({ meanOf }) => meanOf === label);
		fields.policies = fields.policies.filter((policy) => policy.label !== label);
		fields.against = fields.against.filter((other) => other !== label);
		this.analysis.remove(label);
		for (const policy of means) this.removePolicy(policy);
	}

	get file(): JsonObject {
		const analysis = this.analysis.file;
		return { ...this.plainFile, ...(analysis && { analysis }) };
	}
	/** The fields without `analysis`. A list that cannot be read as numbers stays text. */
	get plainFile(): JsonObject {
		const list = (field: ListField, scale = 1) => {
			const text = this.lists[field];
			return readNumbers(text, field === 'seeds')?.map((value) => value / scale) ?? text;
		};
		// Without the type of the settings' JSON, which is too deep for snapshot's type.
		const whole: object = this.fields;
		const { against, ...fields } = $state.snapshot(whole) as DraftFields;
		const file = {
			version: 1,
			...fields,
			against: against.filter((label) => this.comparable.includes(label)),
			seeds: list('seeds'),
			epochs: list('epochs'),
			learningRates: list('learningRates'),
			domainShares: list('domainShares', 100),
		};
		return Object.fromEntries(
			Object.entries(file).filter(([, value]) => !Array.isArray(value) || value.length > 0),
		);
	}

	/** Throws InputError that names the field. */
	study(info: LabInfo, file = this.file): Study {
		// Here in percent, as it was typed.
		const shares = readNumbers(this.lists.domainShares) ?? [];
		const share = shares.find((typed) => typed < 0 || typed > 100);
		if (share !== undefined)
			throw new InputError(sentence('studies.errors.shareIsOutside', { share }));
		return parseStudy(file, makeContext(info, studyWords.form.source, this.base));
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

/** Longer ranges are probably typing errors; the worker refuses long lists too. */
const longestRange = 10_000;

/**
 * Reads lists such as `1, 2, 3`, `1 – 5` or `0.5 1 2`, also with the signs of a Chinese keyboard.
 * null: the text is not a list of numbers.
 */
export function readNumbers(text: string, areWhole = false): number[] | null {
	const values: number[] = [];
	// NFKC makes full-width digits and commas plain ones.
	const joined = text.normalize('NFKC').replace(/(\d)\s*[-–—~]\s*(?=\d)/g, '$1–');
	for (const part of joined.split(/[\s,、;]+/).filter(Boolean)) {
		const range = /^(\d+)–(\d+)$/.exec(part);
		if (range) {
			const [from, to] = [Number(range[1]), Number(range[2])];
			if (to < from || to - from >= longestRange) return null;
			for (let value = from; value <= to; value++) values.push(value);
		} else {
			const value = parseNumber(part, areWhole);
			if (Number.isNaN(value)) return null;
			values.push(value);
		}
	}
	return values;
}

/** Writes consecutive whole numbers as a range. */
export function writeNumbers(values: readonly number[]): string {
	const isRange =
		values.length > 2 && values.every((v, i) => Number.isInteger(v) && v === values[0] + i);
	return isRange ? `${values[0]}–${values.at(-1)}` : values.join(', ');
}

type AnalysisInput = NonNullable<v.InferInput<typeof studyFile>['analysis']>;
export type Outcome = NonNullable<AnalysisInput['outcome']>;

/** Two labels, and the comparison's own outcome; '': it has the study's. */
export type DraftPair = [label: string, against: string, on: string];

const lossField = (skill: string) => `targetLoss.${skill}`;

/** The draft of what a study names beforehand: the fields of `analysis`, as the form shows them. */
class AnalysisDraft {
	/** null: the study names nothing. */
	outcome: Outcome | null = $state(null);
	/** Label of the policy that all others are compared with; null: `pairs`. */
	against: string | null = $state(null);
	pairs: DraftPair[] = $state([]);
	over: string[] = $state([]);
	correction: NonNullable<AnalysisInput['correction']> = $state('holm');
	/** Typed texts by field: margin, effect, targetLoss.json. The file has no empty ones. */
	readonly texts: Record<string, string> = $state({});

	constructor(file?: AnalysisInput) {
		if (!file) return;
		const { outcome = 'average', comparisons, over, correction, margin, effect } = file;
		this.outcome = outcome;
		if (typeof comparisons === 'string') this.against = comparisons;
		else this.pairs = comparisons.map(([label, against, on = '']) => [label, against, on]);
		this.over = [...(over ?? [])];
		this.correction = correction ?? 'holm';
		const losses = Object.entries(file.targetLoss ?? {}).map(([name, loss]) => [
			lossField(name),
			String(loss),
		]);
		const texts = { margin: String(margin ?? ''), effect: String(effect ?? '') };
		Object.assign(this.texts, texts, Object.fromEntries(losses));
	}

	/** The fields of the file; null: none. */
	get file(): JsonObject | null {
		const { outcome, correction } = this;
		if (outcome === null) return null;
		const typed = Object.entries(this.texts).flatMap(([field, text]) => {
			const value = parseNumber(text);
			return text.trim() === '' ? [] : [[field, Number.isFinite(value) ? value : text] as const];
		});
		const losses = typed.flatMap(([field, value]) => {
			const [, skill] = field.split(/^targetLoss\./);
			return skill === undefined ? [] : [[skill, value] as const];
		});
		return {
			outcome,
			comparisons:
				this.against ??
				this.pairs.map(([label, against, ...on]) => [label, against, ...on.filter(Boolean)]),
			...(this.over.length > 0 && { over: [...this.over] }),
			correction,
			...Object.fromEntries(typed.filter(([field]) => field === 'margin' || field === 'effect')),
			...(losses.length > 0 && { targetLoss: Object.fromEntries(losses) }),
		};
	}

	/** The new label replaces the old one, also in names of groups such as `MoS · skillet-base`. */
	rename(old: string, label: string): void {
		const renamed = (name: string) => (isOf(name, old) ? label + name.slice(old.length) : name);
		if (this.against !== null) this.against = renamed(this.against);
		this.pairs = this.pairs.map(([policy, against, on]) => [renamed(policy), renamed(against), on]);
	}
	/** Drops the pairs of a policy. In `against` it stays, and the check reports it as missing. */
	remove(label: string): void {
		this.pairs = this.pairs.filter(
			([policy, against]) => !isOf(policy, label) && !isOf(against, label),
		);
	}
}

const isOf = (name: string, label: string) => name === label || name.startsWith(`${label} · `);
