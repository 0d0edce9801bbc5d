/** The examples that a policy chose itself: how often, when, and from which class. Plain data. */
import type { ChosenExample } from '#training/events.ts';

export interface PickedExample {
	/** Index in the experiment. */
	readonly skill: number;
	/** Index in the skill's training examples. */
	readonly row: number;
	/** null: the policy knows no classes. */
	class: number | null;
	readonly noisy: boolean;
	times: number;
	/** Steps, counted from 1. */
	readonly first: number;
	last: number;
}

export class PickLog {
	readonly #examples = new Map<string, PickedExample>();
	#picks = 0;
	#revision = 0;

	get picks(): number {
		return this.#picks;
	}
	/** The number of different examples. */
	get distinct(): number {
		return this.#examples.size;
	}
	get revision(): number {
		return this.#revision;
	}
	/** In the order of their first choice. */
	all(): PickedExample[] {
		return [...this.#examples.values()];
	}

	add(step: number, chosen: readonly ChosenExample[]): void {
		for (const { skill, row, class: of, noisy } of chosen) {
			const key = `${skill} ${row}`;
			const known = this.#examples.get(key);
			this.#picks++;
			if (known) {
				known.times++;
				known.last = step;
				known.class = of ?? null;
			} else
				this.#examples.set(key, {
					skill,
					row,
					class: of ?? null,
					noisy,
					times: 1,
					first: step,
					last: step,
				});
		}
		this.#revision++;
	}
}

export const pickColumns = ['skill', 'row', 'class', 'times', 'first', 'last', 'noisy'] as const;
export type PickColumn = (typeof pickColumns)[number];

/** Equal picks keep their order. */
export function sortedPicks(
	picks: readonly PickedExample[],
	by: { readonly column: PickColumn; readonly down: boolean },
): PickedExample[] {
	const sign = by.down ? -1 : 1;
	return picks.toSorted((a, b) => sign * (Number(a[by.column]) - Number(b[by.column])));
}
