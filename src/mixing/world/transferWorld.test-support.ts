/**
 * For tests: a world defined by its transfer matrix alone; each skill's loss falls from 2 nats to
 * 0.
 */
import { rowHeight, World as SyntheticWorld } from './World.ts';

/** Loss of a row on the base. */
export const findHeight = (index: number): number => 2 * rowHeight(index);

/**
 * A step adds rate · Σ_i share_i · transfer[i][j] to the progress x_j of skill j. The loss of row r
 * is height(r) · exp(−x_j).
 */
export class World extends SyntheticWorld {
	constructor(
		transfer: readonly (readonly number[])[],
		rate = 0.05,
		progress: readonly number[] = transfer.map(() => 0),
	) {
		super({
			kind: 'skills',
			skills: transfer.map((_, i) => ({
				id: `skill${i}`,
				name: `Skill ${i}`,
				rows: 100,
				validationRows: 20,
				loss: 2,
				floor: 0,
				rate,
				tokens: 1,
				format: 0,
				noise: 0,
			})),
			transfer,
		});
		this.progress = progress;
	}
}
