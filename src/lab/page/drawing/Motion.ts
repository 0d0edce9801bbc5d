/** The state of the drawing between two frames: what flows, and values on their way to new ones. */
import { Flow, StepSample } from './Flow.ts';

/** What the drawing shows, from the newest measurements. */
export interface Target {
	/** Another run, or the same run at another past step, is shown at once. */
	readonly runId: string | undefined;
	/** Steps that are done at the shown moment. */
	readonly step: number;
	/** The skills of a step's examples. */
	readonly batchAt: (step: number) => readonly number[];
	/** By skill, 0 to 1. */
	readonly shares: readonly number[];
	readonly left: readonly number[];
	/** Evaluations up to the shown step. */
	readonly evaluations: number;
	/** The run trains, and the visitor looks at its newest step. */
	readonly isRunning: boolean;
	/** Nothing moves: each step is a still picture. */
	readonly isStill: boolean;
}

/** Steps that start to flow at one arrival of events. */
const mostLaunches = 2;
/** Milliseconds between two arrivals. */
const arrival = 140;
/** Milliseconds after which a value has covered about two thirds of its way. */
const easing = 220;
const beatTime = 260;
const testedTime = 1200;

export class Motion {
	readonly flow = new Flow();
	readonly #sample = new StepSample();
	shares: number[] = [];
	left: number[] = [];
	beat = 0;
	tested = 0;
	#target: Target | null = null;
	#last = 0;

	/** One of this many steps is drawn; 1: all are, or nothing flows. */
	get oneOf(): number {
		return this.#target?.isRunning ? this.#sample.oneOf : 1;
	}

	receive(target: Target, now: number): void {
		const before = this.#target;
		this.#target = target;
		const isNew = before === null || before.runId !== target.runId;
		if (isNew || target.isStill || before.shares.length !== target.shares.length) {
			this.shares = [...target.shares];
			this.left = [...target.left];
		}
		const isNext = !isNew && target.step >= before.step;
		if (!target.isRunning || target.isStill || !isNext) {
			this.flow.settle(target.batchAt(target.step));
			this.tested = 0;
			return;
		}
		if (target.evaluations > before.evaluations) this.tested = 1;
		if (target.step > before.step) this.beat = 1;
		const fresh = target.step - before.step;
		const launches = Math.min(fresh, mostLaunches);
		let drawn = 0;
		for (let i = 1; i <= launches; i++) {
			// The newest step is always one of them.
			const at = before.step + Math.ceil((i * fresh) / launches);
			const delay = (arrival * (i - 1)) / launches;
			if (this.flow.launch(target.batchAt(at), at, now + delay)) drawn++;
		}
		if (fresh > 0) this.#sample.count(fresh, drawn);
	}

	/** Moves everything to the moment `now`. False: nothing moves any more. */
	frame(now: number): boolean {
		const passed = Math.min(100, Math.max(0, now - this.#last));
		this.#last = now;
		const target = this.#target;
		if (!target) return false;
		this.flow.advance(now);
		const part = 1 - Math.exp(-passed / easing);
		const rest =
			approach(this.shares, target.shares, part) + approach(this.left, target.left, part);
		this.beat = Math.max(0, this.beat - passed / beatTime);
		this.tested = Math.max(0, this.tested - passed / testedTime);
		return rest > 0 || this.flow.flying.length > 0 || this.beat > 0 || this.tested > 0;
	}
}

/** Moves the values; returns how many are still on their way. A full jar appears at once. */
function approach(values: number[], goals: readonly number[], part: number): number {
	let moving = 0;
	goals.forEach((goal, i) => {
		const rest = goal - values[i];
		const isThere = Math.abs(rest) < 5e-4;
		values[i] = isThere ? goal : values[i] + rest * part;
		if (!isThere) moving++;
	});
	return moving;
}
