/** Order and choice of skills and of their rows, for batches and for a policy's measurements. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { permutation, type RandomStream } from '#engine/core/random.ts';
import type { BatchPlan, ExampleRef, MixContext, MixSkill } from './policy.ts';

/** The spec of a setting: rows of each skill that a policy measures. */
export const measuredRows = (count: number, max: number) =>
	({ kind: 'whole', default: count, min: 1, max, unit: true, advanced: true }) as const;

type CachedOrder = { readonly size: number; readonly epoch: number; readonly order: Uint32Array };
/** The last order of each set, by stream. */
const cache = new WeakMap<RandomStream, Map<string, CachedOrder>>();

/**
 * A permutation of 0 … size − 1, determined by the stream, the set's name and the epoch. Pass the
 * same stream object each time: the cache then shuffles a large set once per epoch, not per draw.
 */
export function epochOrder(
	stream: RandomStream,
	name: string,
	size: number,
	epoch: number,
): Uint32Array {
	const orders = cache.get(stream) ?? new Map<string, CachedOrder>();
	cache.set(stream, orders);
	const cached = orders.get(name);
	if (cached?.size === size && cached.epoch === epoch) return cached.order;
	const order = permutation(stream.child(name), size, epoch);
	orders.set(name, { size, epoch, order });
	return order;
}

/** The indices of the `targets` (none: of all skills). Throws an InputError. */
export function targetIndices(skills: readonly MixSkill[], targets: readonly string[]): number[] {
	const unknown = targets.find((id) => !skills.some((skill) => skill.id === id));
	if (unknown !== undefined)
		throw new InputError(
			say('targets: "{unknown}" is not a trained skill of this run. Choose among {skills}.', {
				unknown,
				skills: skills.map(({ id }) => id).join(', '),
			}),
			{ field: 'targets' },
		);
	const isTarget = (i: number) => targets.length === 0 || targets.includes(skills[i].id);
	return [...skills.keys()].filter(isTarget);
}

/** The index that a uniform number selects. The weights may sum to slightly less than 1. */
export function indexAt(weights: readonly number[], uniform: number): number {
	let sum = 0;
	const index = weights.findIndex((weight) => (sum += weight) > uniform);
	return index >= 0 ? index : weights.findLastIndex((weight) => weight > 0);
}

/**
 * Counts of a batch by systematic sampling: each is within 1 of its share, and right on average
 * over `uniform` (0 to 1).
 */
export function systematicQuotas(
	weights: readonly number[],
	batchSize: number,
	uniform: number,
): number[] {
	const quotas = weights.map(() => 0);
	const order = [...weights.keys()].filter((i) => weights[i] > 0);
	let sum = 0;
	let k = 0;
	for (const [rank, i] of order.entries()) {
		// The last skill takes what the rounding of the sum leaves.
		sum = rank === order.length - 1 ? Infinity : sum + weights[i] * batchSize;
		for (; k < batchSize && k + uniform < sum; k++) quotas[i]++;
	}
	return quotas;
}

/** A batch by counts: less noise than by chance. */
export const countedPlan = (
	weights: readonly number[],
	context: MixContext,
	step: number,
): BatchPlan => {
	const uniform = context.random.child('quotas').uniform(step);
	return { by: 'quotas', weights, quotas: systematicQuotas(weights, context.batchSize, uniform) };
};

/**
 * Minibatch number `round` (from 0) of one skill's rows from the policy's own stream: each row
 * comes once before any repeats.
 */
export function pickRows(
	{ skills, random }: Pick<MixContext, 'skills' | 'random'>,
	skill: number,
	{ count, round, part = 'train' }: { count: number; round: number; part?: ExampleRef['part'] },
): ExampleRef[] {
	const { id, size, validationSize } = skills[skill];
	const total = part === 'train' ? size : validationSize;
	return Array.from({ length: count }, (_, i) => {
		const k = round * count + i;
		const order = epochOrder(random, `${part} rows of ${id}`, total, Math.floor(k / total));
		return { skill, part, index: order[k % total] };
	});
}

/** Groups of `count` consecutive items; the last one may have fewer. */
export const chunksOf = <T>(items: readonly T[], count: number): T[][] =>
	Array.from({ length: Math.ceil(items.length / count) }, (_, i) =>
		items.slice(i * count, (i + 1) * count),
	);

/** Means of groups of `count` consecutive values: by skill, if each skill has `count` rows. */
export const groupMeans = (values: ArrayLike<number>, count: number): number[] =>
	Array.from({ length: values.length / count }, (_, i) => {
		let sum = 0;
		for (let j = 0; j < count; j++) sum += values[i * count + j];
		return sum / count;
	});
