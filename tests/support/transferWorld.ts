/**
 * For tests: a world defined by its transfer matrix alone; each skill's loss falls from 2 nats to
 * 0.
 */
import type { MixContext, MixSkill } from '#mixing/policy.ts';
import { learnable } from '../../scripts/world/named.ts';
import { World as SyntheticWorld } from '../../scripts/world/World.ts';
import { randomStream } from '#engine/core/random.ts';

/** Skills of unequal sizes; two help each other. tests/golden/policyStates.json has them. */
export const skills: readonly MixSkill[] = [
	{ id: 'story', name: 'story', size: 400, validationSize: 20 },
	{ id: 'add', name: 'add', size: 68, validationSize: 20 },
	{ id: 'sub', name: 'sub', size: 8, validationSize: 20 },
	{ id: 'fact', name: 'fact', size: 8, validationSize: 20 },
];
export const transfer = [
	[1, 0, 0.1, 0],
	[0, 0.6, 0.5, 0],
	[0, 0.4, 1.2, 0],
	[0, 0, 0, 2],
];

export const contextOf = (policy: string, among = skills, seed = 1): MixContext => ({
	skills: among,
	batchSize: 12,
	totalSteps: 40,
	random: randomStream(seed, policy),
});

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
			skills: transfer.map((_, i) =>
				learnable(`skill${i}`, {
					name: `Skill ${i}`,
					rows: 100,
					validationRows: 20,
					rate,
					tokens: 1,
				}),
			),
			transfer,
		});
		this.progress = progress;
	}
}
