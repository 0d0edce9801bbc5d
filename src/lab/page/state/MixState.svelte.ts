/** Owns the shares of the sliders. They always sum to 1: moving one share scales the others. */
import type { Ratios } from '#engine/core/parameters.ts';
import { sum } from '#engine/core/statistics.ts';

export class MixState {
	shares: readonly number[] = $state.raw([]);
	locked: readonly boolean[] = $state.raw([]);
	/** The visitor holds a slider, so the run's shares must not move it. */
	moving = $state(false);

	constructor(readonly ids: readonly string[]) {
		this.shares = ids.map(() => 1 / ids.length);
		this.locked = ids.map(() => false);
	}

	/** Shows the policy's weights, on any scale, unless a slider is held. All zero: equal shares. */
	follow(weights: readonly number[]): void {
		if (this.moving) return;
		const total = sum(weights);
		this.shares = this.ids.map((_, i) =>
			total > 0 ? (weights[i] ?? 0) / total : 1 / this.ids.length,
		);
	}

	/** The unlocked other shares keep their proportions. */
	move(index: number, wanted: number): void {
		this.moving = true;
		const others = this.ids.map((_, i) => i !== index && !this.locked[i]);
		const held = sumWhere(this.shares, (i) => i !== index && !others[i]);
		const free = others.some(Boolean);
		const share = free ? Math.min(1 - held, Math.max(0, wanted)) : 1 - held;
		const rest = Math.max(0, 1 - held - share);
		const before = sumWhere(this.shares, (i) => others[i]);
		const count = others.filter(Boolean).length;
		this.shares = this.shares.map((old, i) => {
			if (i === index) return share;
			if (!others[i]) return old;
			return before > 0 ? (old / before) * rest : rest / count;
		});
	}

	/** Ends the movement and returns the chosen mix. */
	letGo(): Ratios {
		this.moving = false;
		return Object.fromEntries(this.ids.map((id, i) => [id, round(this.shares[i])]));
	}

	toggleLock(index: number): void {
		this.locked = this.locked.map((locked, i) => (i === index ? !locked : locked));
	}
}

const round = (share: number) => Math.round(share * 1e4) / 1e4;

function sumWhere(values: readonly number[], counts: (index: number) => boolean): number {
	return values.reduce((sum, value, i) => (counts(i) ? sum + value : sum), 0);
}
