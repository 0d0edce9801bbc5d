/** For tests: a world by its matrix of transfer alone; each skill starts at a loss of 2 nats and can come to 0. */
import { rowHeight, World as SyntheticWorld } from './world.ts';

/** Loss on the base of the row with this index. */
export const heightOf = (index: number): number => 2 * rowHeight(index);

/** Each skill j has a progress x_j; a step adds rate · Σ_i share_i · transfer[i][j]; the loss of row r is height(r) · exp(−x_j). */
export class World extends SyntheticWorld {
	constructor(
		transfer: readonly (readonly number[])[],
		rate = 0.05,
		progress: readonly number[] = transfer.map(() => 0),
	) {
		super({
			kind: 'skills',
			skills: transfer.map((_, i) => ({
				...{ id: `skill${i}`, name: `Skill ${i}`, rows: 100, validationRows: 20 },
				...{ loss: 2, floor: 0, rate, tokens: 1, format: 0, noise: 0 },
			})),
			transfer,
		});
		this.progress = progress;
	}
}
