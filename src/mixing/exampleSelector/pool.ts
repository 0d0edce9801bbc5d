/**
 * The pool: all examples that a policy may choose, in an order independent of the skills' order.
 * Candidates: members of it, drawn at random without replacement.
 */
import type { RandomStream } from '#engine/core/random.ts';
import type { PolicyMessage } from '../messages.ts';
import { passiveMixer } from '../mixers.ts';
import type { ExampleRef, MixSkill, BatchPlan, MixContext, Mixer } from '../policy.ts';
import { epochOrder } from '../rows.ts';

export interface ExamplePool {
	readonly size: number;
	/** By member: index of its skill in MixContext.skills. */
	readonly skills: Uint16Array;
	/** By member: its training row. */
	readonly rows: Uint32Array;
}

/** Sorted by skill id, then row. `withheld`: by skill, rows to leave out. */
export function createPool(
	skills: readonly MixSkill[],
	withheld: ReadonlyMap<number, ReadonlySet<number>> = new Map(),
): ExamplePool {
	const owners: number[] = [];
	const rows: number[] = [];
	for (const skill of skills.keys())
		for (let row = 0; row < skills[skill].size; row++)
			if (!withheld.get(skill)?.has(row)) {
				owners.push(skill);
				rows.push(row);
			}
	return { size: rows.length, skills: Uint16Array.from(owners), rows: Uint32Array.from(rows) };
}

/** A pool of the members at these indices. */
export const selectFromPool = (
	{ skills, rows }: ExamplePool,
	indices: Uint32Array,
): ExamplePool => ({
	size: indices.length,
	skills: Uint16Array.from(indices, (index) => skills[index]),
	rows: Uint32Array.from(indices, (index) => rows[index]),
});

export const exampleAt = ({ skills, rows }: ExamplePool, index: number): ExampleRef => ({
	skill: skills[index],
	part: 'train',
	index: rows[index],
});

/** The share of each skill among the members at these indices. */
export function skillShares(
	pool: ExamplePool,
	indices: ArrayLike<number>,
	skills: number,
): number[] {
	const counts = Array.from({ length: skills }, () => 0);
	for (let i = 0; i < indices.length; i++) counts[pool.skills[indices[i]]]++;
	return counts.map((count) => count / indices.length);
}

function pooledPlans(
	pool: ExamplePool,
	{ skills, batchSize, random }: MixContext,
): (step: number) => BatchPlan {
	const indexAt = (k: number): number =>
		epochOrder(random, 'pool', pool.size, Math.floor(k / pool.size))[k % pool.size];
	return (step) => {
		const indices = Array.from({ length: batchSize }, (_, i) => indexAt(step * batchSize + i));
		return {
			by: 'examples',
			weights: skillShares(pool, indices, skills.length),
			examples: indices.map((index) => exampleAt(pool, index)),
		};
	};
}

/** A mixer that draws each member of the pool once, in random order, before any repeats. */
export const pooledMixer = (
	pool: ExamplePool,
	context: MixContext,
	sentence: PolicyMessage,
): Mixer => passiveMixer(pooledPlans(pool, context), () => sentence);

/** The most candidates of one choice: bounds the memory and time of a step for any pool. */
export const mostCandidates = 4096;

/** `count` different whole numbers below `size`, rising; all if `count` ≥ `size`. */
export function drawCandidates(
	size: number,
	count: number,
	stream: RandomStream,
	round: number,
): Uint32Array {
	if (count >= size) return Uint32Array.from({ length: size }, (_, i) => i);
	const draws = stream.child(`candidates ${round}`);
	// Fisher–Yates that stores only moved indices, because the pool may be large.
	const moved = new Map<number, number>();
	const chosen = new Uint32Array(count);
	for (let i = 0; i < count; i++) {
		const j = i + draws.below(size - i, i);
		chosen[i] = moved.get(j) ?? j;
		moved.set(j, moved.get(i) ?? i);
	}
	return chosen.sort();
}

/** Draws indices with `times` below `cap` (0: no cap), or all if fewer than `least` are left. */
export function drawBelowCap(
	times: Uint16Array,
	cap: number,
	{
		count,
		least,
		stream,
		round,
	}: { count: number; least: number; stream: RandomStream; round: number },
): Uint32Array {
	if (cap === 0) return drawCandidates(times.length, count, stream, round);
	const open = Uint32Array.from(times.keys()).filter((index) => times[index] < cap);
	if (open.length < least) return drawCandidates(times.length, count, stream, round);
	return drawCandidates(open.length, count, stream, round).map((i) => open[i]);
}
