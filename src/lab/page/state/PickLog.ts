/** The examples that a policy chose itself: how often, and from which class. Plain data. */
import type { ChosenExample } from '#lab/training/events.ts';

export interface PickedExample {
	/** null: the policy knows no classes. */
	readonly class: number | null;
	readonly noisy: boolean;
	readonly times: number;
}

export class PickLog {
	/** By skill and row: their indices in the experiment and in the skill's training examples. */
	readonly #examples = new Map<string, PickedExample>();
	/** Steps whose batch the policy chose itself. */
	readonly #steps = new Set<number>();
	#picks = 0;

	get picks(): number {
		return this.#picks;
	}
	/** The number of different examples. */
	get distinct(): number {
		return this.#examples.size;
	}

	/** An example of the step's batch, if the policy of this step chose it. */
	of(step: number, skill: number, row: number): PickedExample | undefined {
		return this.#steps.has(step) ? this.#examples.get(`${skill} ${row}`) : undefined;
	}

	add(step: number, chosen: readonly ChosenExample[]): void {
		this.#steps.add(step);
		for (const { skill, row, class: exampleClass, noisy } of chosen) {
			const key = `${skill} ${row}`;
			const times = 1 + (this.#examples.get(key)?.times ?? 0);
			this.#examples.set(key, { class: exampleClass ?? null, noisy, times });
			this.#picks++;
		}
	}
}
