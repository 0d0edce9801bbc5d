/** The dots that flow from the jars into the batch. Plain data: the painter reads it each frame. */

/** A dot on its way. */
export interface FlyingDot {
	/** Index of the skill in the experiment. */
	readonly skill: number;
	/** Its place in the batch. */
	readonly slot: number;
	/** The step of the batch. */
	readonly step: number;
	/** Milliseconds at which it leaves its jar. */
	readonly start: number;
}

/** Milliseconds from a jar to the batch. */
export const flight = 900;
/** Milliseconds between the first and the last dot of a step. */
const spread = 320;
/** More dots in the air are too many to see, and cost frames. */
export const mostFlying = 420;

export class Flow {
	flying: FlyingDot[] = [];
	/** The skill of each dot in the batch; null: no dot yet. */
	slots: (number | null)[] = [];

	/** All dots of a step leave their jars. False: too many dots are in the air. */
	launch(skills: readonly number[], step: number, now: number): boolean {
		if (this.flying.length + skills.length > mostFlying) return false;
		const after = spread / skills.length;
		// Neighbours in the batch do not arrive one after the other.
		const order = skills.map((_, slot) => (slot * 7) % skills.length);
		skills.forEach((skill, slot) =>
			this.flying.push({ skill, slot, step, start: now + after * order[slot] }),
		);
		return true;
	}

	/** The batch is exactly this, and nothing flies. */
	settle(skills: readonly number[]): void {
		this.flying = [];
		this.slots = [...skills];
	}

	/** Dots that have arrived take their places. */
	advance(now: number): void {
		this.flying = this.flying.filter(({ skill, slot, start }) => {
			if (now < start + flight) return true;
			this.slots[slot] = skill;
			return false;
		});
	}
}

/** Decides which steps are drawn, and says which part of them it was lately. */
export class StepSample {
	#seen = 0;
	#drawn = 0;

	/** Steps that arrived together, and those of them that are drawn. */
	count(steps: number, drawn: number): void {
		// Old steps fade, so that the figure follows a change of the speed.
		this.#seen = 0.8 * this.#seen + steps;
		this.#drawn = 0.8 * this.#drawn + drawn;
	}
	/** One of this many steps is drawn; 1: all are. */
	get oneOf(): number {
		return this.#drawn === 0 ? 1 : Math.max(1, Math.round(this.#seen / this.#drawn));
	}
}
