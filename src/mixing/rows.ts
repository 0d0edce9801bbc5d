/** Rows for a policy's own measuring: drawn by its own stream, so that they change nothing of what is trained on. */
import { epochOrder } from './epochOrder.ts';
import type { ExampleRef, MixContext, MixSkill } from './policy.ts';

/** Indices of the skills by rising id: whatever is summed or drawn in this order does not depend on the order of the skills. */
export const byId = (skills: readonly MixSkill[]): number[] =>
	[...skills.keys()].sort((a, b) => (skills[a].id < skills[b].id ? -1 : 1));

/**
 * The `round`-th minibatch (from 0) of `count` rows of one skill: without replacement, every row once before any comes
 * again. A skill with fewer rows gives some of them more than once; one with none gives none.
 */
export function rowsOf(
	{ skills, random }: Pick<MixContext, 'skills' | 'random'>,
	skill: number,
	{ count, round, part = 'train' }: RowsWanted,
): ExampleRef[] {
	const { id, size, validationSize } = skills[skill];
	const total = part === 'train' ? size : validationSize;
	if (total === 0) return [];
	return Array.from({ length: count }, (_, i) => {
		const k = round * count + i;
		const order = epochOrder(random, `${part} rows of ${id}`, total, Math.floor(k / total));
		return { skill, part, index: order[k % total] };
	});
}
export interface RowsWanted {
	readonly count: number;
	readonly round: number;
	readonly part?: ExampleRef['part'];
}

/** Mean over each run of `count` values in order: of a measurement of `count` rows of each skill, the means by skill. */
export const meansOf = (values: ArrayLike<number>, count: number): number[] =>
	Array.from({ length: values.length / count }, (_, i) => {
		let sum = 0;
		for (let j = 0; j < count; j++) sum += values[i * count + j];
		return sum / count;
	});
