/**
 * Use and noise of each skill while the user edits them; nothing changes until they are applied.
 */
import type { Experiment } from '#lab/run/experiment.ts';
import {
	choiceOf,
	type Noise,
	type SkillChoice,
	type SkillChoices,
	type Use,
} from './experimentSkills.ts';

export class SkillsDraft {
	readonly #experiment: Experiment;
	#changes = $state.raw<SkillChoices>({});
	readonly isChanged = $derived(Object.keys(this.#changes).length > 0);

	constructor(experiment: Experiment) {
		this.#experiment = experiment;
	}

	/** Only those that differ from the experiment. */
	get changes() {
		return this.#changes;
	}
	of(skillId: string): SkillChoice {
		return this.#changes[skillId] ?? choiceOf(this.#experiment, skillId);
	}
	use(skillId: string, use: Use): void {
		this.#change(skillId, { ...this.of(skillId), use });
	}
	noise(skillId: string, noise: Partial<Noise>): void {
		const choice = this.of(skillId);
		this.#change(skillId, { ...choice, noise: { ...choice.noise, ...noise } });
	}
	/** Limits the training examples to the first ones; undefined: all of them. */
	rows(skillId: string, rows: number | undefined): void {
		const choice = this.of(skillId);
		const { wrongShare, duplicates } = choice.noise;
		const noise = { wrongShare, duplicates, ...(rows !== undefined && { rows }) };
		this.#change(skillId, { ...choice, noise });
	}
	forget(skillId: string): void {
		this.#changes = Object.fromEntries(
			Object.entries(this.#changes).filter(([id]) => id !== skillId),
		);
	}
	reset(): void {
		this.#changes = {};
	}
	/** The number of skills in `skillIds` that would train. */
	trained(skillIds: readonly string[]): number {
		return skillIds.filter((id) => this.of(id).use === 'train').length;
	}

	#change(skillId: string, choice: SkillChoice): void {
		const before = choiceOf(this.#experiment, skillId);
		const same =
			before.use === choice.use &&
			(choice.use === 'off' ||
				(before.noise.wrongShare === choice.noise.wrongShare &&
					before.noise.duplicates === choice.noise.duplicates &&
					before.noise.rows === choice.noise.rows));
		this.forget(skillId);
		if (!same) this.#changes = { ...this.#changes, [skillId]: choice };
	}
}
