/** Use and noise of each skill while the visitor edits them. The experiment stays as it is. */
import { canonicalJson } from '#engine/core/json.ts';
import type { Measure } from '#engine/core/measures.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Noise } from '#engine/data/builtinSkills.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { findChoice, type SkillChoice, type SkillChoices, type Use } from './experimentSkills.ts';

/** What can be opened below a skill. */
export type SkillPart = 'rows' | 'noise' | 'measure';

export class SkillsDraft {
	/** Only those that differ from the experiment. */
	changes = $state.raw<SkillChoices>({});
	readonly isChanged = $derived(Object.keys(this.changes).length > 0);

	/** `skills`: the lab's, whose measures the experiment can leave out. */
	constructor(
		private readonly experiment: Experiment,
		private readonly skills: readonly SkillInfo[] = [],
	) {}

	of(skillId: string): SkillChoice {
		return this.changes[skillId] ?? findChoice(this.experiment, skillId, this.skills);
	}
	use(skillId: string, use: Use): void {
		this.#change(skillId, { ...this.of(skillId), use });
	}
	/** `rows` or `only` undefined: all of the training examples. */
	noise(skillId: string, change: { readonly [K in keyof Noise]?: Noise[K] | undefined }): void {
		const choice = this.of(skillId);
		const { rows, only, ...others } = { ...choice.noise, ...change };
		const noise = { ...others, ...(rows !== undefined && { rows }), ...(only && { only }) };
		this.#change(skillId, { ...choice, noise: noise as Noise });
	}
	measure(skillId: string, measure: Measure): void {
		this.#change(skillId, { ...this.of(skillId), measure });
	}
	forget(skillId: string): void {
		this.changes = Object.fromEntries(
			Object.entries(this.changes).filter(([id]) => id !== skillId),
		);
	}
	reset(): void {
		this.changes = {};
	}
	/** The number of skills in `skillIds` that would train. */
	trained(skillIds: readonly string[]): number {
		return skillIds.filter((id) => this.of(id).use === 'train').length;
	}

	#change(skillId: string, choice: SkillChoice): void {
		const before = findChoice(this.experiment, skillId, this.skills);
		const stored = this.skills.find(({ id }) => id === skillId)?.measure;
		const isSame = (a: Noise | Measure | undefined, b: Noise | Measure | undefined) =>
			canonicalJson(a ?? null) === canonicalJson(b ?? null);
		const isSameNoise = isSame(before.noise, choice.noise);
		const was = before.measure ?? stored;
		const isSameMeasure = isSame(was, choice.measure ?? was);
		this.forget(skillId);
		if (before.use !== choice.use || !isSameMeasure || (choice.use !== 'off' && !isSameNoise))
			this.changes = { ...this.changes, [skillId]: choice };
	}
}
