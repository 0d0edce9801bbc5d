/** The experiment's settings while the user edits them: typed values, faults, and the result. */
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import {
	isInRange,
	type ChoiceSpec,
	type NumberSpec,
	type TextSpec,
} from '#engine/core/parameters.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { parseNumber } from '#lab/page/components/forms.ts';
import { numberText } from '#languages/format.ts';
import {
	matters,
	settingAt,
	settingPaths,
	toSpec,
	withSetting,
	type SettingPath,
} from './settings.ts';
import { libraryWords } from '../words.ts';
import { withAuxiliary } from './experimentSkills.ts';
import { errorText } from '#lab/page/words/words.ts';

/** A sentence for each wrong setting. */
type Faults = { readonly [P in SettingPath]?: string | undefined };
const text = libraryWords.settings.faults;

/** Fields whose text is typed. */
const typedPaths = () => settingPaths.filter((path) => toSpec(path).kind !== 'choice');

export class SettingsDraft {
	readonly #original: Experiment;
	/** Holds the choices and everything that is not a field here: model, skills, policy. */
	#base: Experiment = $state.raw()!;
	/** Numbers and texts as the user types them. */
	#texts: { readonly [P in SettingPath]?: string } = $state.raw({});
	/** Messages of the experiment's own check. A change of the field removes its message. */
	#refusals = $state.raw<Faults>({});
	readonly #parsed = $derived.by(() => {
		let experiment = this.#base;
		for (const path of typedPaths())
			if (matters(experiment, path)) experiment = withSetting(experiment, path, this.value(path));
		return experiment;
	});
	readonly faults = $derived.by(() => findFaults(this.#parsed, this.#refusals));
	readonly isValid = $derived(Object.keys(this.faults).length === 0);
	/** Paths whose values differ from the current experiment. */
	readonly changed = $derived.by(() =>
		settingPaths.filter(
			(path) => settingAt(this.#parsed, path) !== settingAt(this.#original, path),
		),
	);
	/** A preset may also change model, skills or policy; the auxiliary model has its own control. */
	readonly changedOthers = $derived(
		(['model', 'skills', 'policy', 'auxiliary'] as const).filter(
			(part) =>
				canonicalJson(this.#base[part] ?? null) !== canonicalJson(this.#original[part] ?? null),
		),
	);
	readonly isChanged = $derived(this.changed.length + this.changedOthers.length > 0);
	/** Policy switches at or after the last step: a shorter run leaves them out. */
	readonly lostSwitches = $derived(
		this.#parsed.policy.filter(({ fromStep }) => fromStep > 0 && fromStep >= this.#parsed.steps),
	);

	constructor(experiment: Experiment) {
		this.#original = experiment;
		this.take(experiment);
	}

	text(path: SettingPath): string {
		return this.#texts[path] ?? '';
	}
	/** NaN if the text of a number is not one. */
	value(path: SettingPath): string | number {
		const spec = toSpec(path);
		if (spec.kind === 'number') return parseNumber(this.text(path), spec.integer);
		return typedPaths().includes(path) ? this.text(path) : settingAt(this.#base, path);
	}
	/** Those that matter, so without the amount of a budget that the experiment does not have. */
	listShown(paths: readonly SettingPath[]) {
		const shown = paths.filter((path) => this.matters(path));
		return Object.fromEntries(shown.map((path) => [path, toSpec(path)]));
	}
	/** What a field of the form needs. */
	field(path: SettingPath) {
		return {
			text: this.text(path),
			fault: this.faults[path],
			ontype: (typed: string) => this.type(path, typed),
		};
	}
	/** Whether the current choices use this setting. */
	matters(path: SettingPath): boolean {
		return matters(this.#base, path);
	}
	type(path: SettingPath, text: string): void {
		this.#texts = { ...this.#texts, [path]: text };
		this.#forget(path);
	}
	choose(path: SettingPath, value: string): void {
		this.#base = withSetting(this.#base, path, value);
		this.#forget(path);
	}
	get auxiliary(): ModelRef | null {
		return this.#base.auxiliary ?? null;
	}
	measureWith(model: ModelRef | null): void {
		this.#base = withAuxiliary(this.#base, model);
	}
	/** Fills every field from this experiment: a preset, or the original on reset. */
	take(experiment: Experiment): void {
		this.#base = experiment;
		this.#texts = Object.fromEntries(
			typedPaths().map((path) => {
				const value = settingAt(experiment, path);
				return [path, typeof value === 'number' ? numberText(value) : value];
			}),
		);
		this.#refusals = {};
	}
	reset(): void {
		this.take(this.#original);
	}

	/** Null while a field has a fault. */
	experiment(): Experiment | null {
		if (!this.isValid) return null;
		const policy = this.#parsed.policy.filter((segment) => !this.lostSwitches.includes(segment));
		return { ...this.#parsed, policy };
	}
	/** The draft as the input of a preset: a faulty field has the original's value. */
	readable(): Experiment {
		const faulty = typedPaths().filter((path) => this.faults[path]);
		return faulty.reduce(
			(experiment, path) => withSetting(experiment, path, settingAt(this.#original, path)),
			this.#parsed,
		);
	}

	/** Shows the error at its field. False: the form does not have the field. */
	refuse(error: unknown): boolean {
		const named = error instanceof InputError ? error.data['field'] : undefined;
		if (typeof named !== 'string') return false;
		const field = settingPaths.find((path) => path === named.replace(/^experiment\./, ''));
		if (!field) return false;
		this.#refusals = { ...this.#refusals, [field]: errorText(error) };
		return true;
	}

	#forget(path: SettingPath): void {
		this.#refusals = { ...this.#refusals, [path]: undefined };
	}
}

function findFaults(experiment: Experiment, refusals: Faults): Faults {
	const faults: { [P in SettingPath]?: string } = {};
	for (const path of settingPaths) {
		const fault = findFault(toSpec(path), settingAt(experiment, path)) ?? refusals[path];
		if (fault !== undefined) faults[path] = fault;
	}
	const { size } = experiment.batching;
	if (experiment.optimizer.accumulation > size)
		faults['optimizer.accumulation'] ??= text.accumulation({ batch: size });
	return faults;
}

function findFault(
	spec: NumberSpec | ChoiceSpec | TextSpec,
	value: string | number,
): string | undefined {
	if (spec.kind !== 'number') return undefined;
	const number = Number(value);
	if (!Number.isFinite(number)) return text.number;
	if (spec.integer && !Number.isInteger(number)) return text.integer;
	return isInRange(spec, number)
		? undefined
		: text.range({ min: spec.min, max: spec.max, aboveMin: spec.aboveMin ?? false });
}
