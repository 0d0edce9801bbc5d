/** Candidates: members of a pool, drawn at random without replacement. */
import type { RandomStream } from '#core/random.ts';

/** The most candidates of one choice: bounds the memory and time of a step for any pool. */
export const mostCandidates = 4096;

/**
 * `count` different whole numbers below `size`, rising, or all if `count` ≥ `size`. A pure function
 * of the stream and the round.
 */
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

/**
 * Like drawCandidates, but only indices whose `times` is below `cap` (0: no cap). If fewer than
 * `least` are left, from all.
 */
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
