/**
 * A cache of losses with the base weights. They never change, and a pass with the base weights
 * costs as much as one with the current ones. So each row of a small skill is measured once.
 */
import type { ExampleRef } from '../policy.ts';

/** The rows of a larger skill rarely repeat, and they would fill the state. */
const mostRows = 512;

/** By skill and row, in nats per token; null: not measured. Empty for a skill that is too large. */
export type BaseLossCache = readonly (readonly (number | null)[])[];

export const emptyCache = (sizes: readonly number[]): BaseLossCache =>
	sizes.map((size) => Array.from({ length: size > mostRows ? 0 : size }, () => null));

/** The uncached rows of minibatches [N][L], each once. `needed`: by skill. */
export const uncachedRows = (
	cache: BaseLossCache,
	minibatches: readonly (readonly ExampleRef[])[],
	needed: readonly boolean[],
): ExampleRef[] =>
	minibatches.flatMap((rows, i) => {
		const missing = rows.filter(({ index }) => (cache[i][index] ?? null) === null);
		const byIndex = new Map(missing.map((ref) => [ref.index, ref]));
		return needed[i] ? [...byIndex.values()] : [];
	});

/** `losses`: of uncachedRows. Returns the losses of all rows [N × L], NaN where not needed. */
export function addToCache(
	cache: BaseLossCache,
	minibatches: readonly (readonly ExampleRef[])[],
	needed: readonly boolean[],
	losses: Float32Array = new Float32Array(),
): { readonly base: Float32Array; readonly cache: BaseLossCache } {
	let at = 0;
	const measured = minibatches.map((rows, i) => {
		const missing = uncachedRows([cache[i]], [rows], [needed[i]]);
		return new Map(missing.map(({ index }) => [index, losses[at++]]));
	});
	const base = minibatches.flatMap((rows, i) =>
		rows.map(({ index }) => measured[i].get(index) ?? cache[i][index] ?? NaN),
	);
	return {
		base: Float32Array.from(base),
		cache: cache.map((row, i) =>
			measured[i].size === 0
				? row
				: row.map((loss, index) => {
						const fresh = measured[i].get(index) ?? NaN;
						return Number.isFinite(fresh) ? fresh : loss;
					}),
		),
	};
}
