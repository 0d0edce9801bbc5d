/**
 * Losses with the base weights. They never change, so each row of a small skill is measured once and kept: a pass with the base
 * weights costs as much as one with the present ones, and the rows of small skills come again and again.
 */
import type { ExampleRef } from '../policy.ts';

/** Skills with more rows are measured anew: their rows hardly come twice, and would fill the state. */
const mostKept = 512;

/** By skill and row, in nats per token; null: not measured yet. Empty for a skill that is not kept. */
export type KeptLosses = readonly (readonly (number | null)[])[];

export const noneKept = (sizes: readonly number[]): KeptLosses =>
	sizes.map((size) => Array.from({ length: size > mostKept ? 0 : size }, () => null));

/** Of minibatches [N][L] the rows that must be measured, each once; `needed`: by skill. */
export const missingRows = (
	kept: KeptLosses,
	minibatches: readonly (readonly ExampleRef[])[],
	needed: readonly boolean[],
): ExampleRef[] =>
	minibatches.flatMap((rows, i) => {
		const missing = rows.filter(({ index }) => (kept[i][index] ?? null) === null);
		const byIndex = new Map(missing.map((ref) => [ref.index, ref]));
		return needed[i] ? [...byIndex.values()] : [];
	});

/** `losses`: of missingRows(kept, minibatches, needed). Gives those of all rows [N × L], NaN where none is needed. */
export function withMeasured(
	kept: KeptLosses,
	minibatches: readonly (readonly ExampleRef[])[],
	needed: readonly boolean[],
	losses: Float32Array,
): { readonly base: Float32Array; readonly kept: KeptLosses } {
	let at = 0;
	const known = minibatches.map((rows, i) => {
		const missing = missingRows([kept[i]], [rows], [needed[i]]);
		return new Map(missing.map(({ index }) => [index, losses[at++]]));
	});
	const base = minibatches.flatMap((rows, i) =>
		rows.map(({ index }) => known[i].get(index) ?? kept[i][index] ?? NaN),
	);
	return {
		base: Float32Array.from(base),
		kept: kept.map((row, i) =>
			known[i].size === 0
				? row
				: row.map((loss, index) => {
						const fresh = known[i].get(index) ?? NaN;
						return Number.isFinite(fresh) ? fresh : loss;
					}),
		),
	};
}
