/** Candidates: some members of a pool, drawn by chance, each at most once. */
import type { RandomStream } from '#core/random.ts';

/** More are not scored at one time, whatever was asked for: memory and time of a step stay bounded in any pool. */
export const mostCandidates = 4096;

/** `count` different whole numbers below `size`, rising; all of them where there are no more. A pure function of stream and round. */
export function drawCandidates(
	size: number,
	count: number,
	stream: RandomStream,
	round: number,
): Uint32Array {
	if (count >= size) return Uint32Array.from({ length: size }, (_, i) => i);
	const draws = stream.child(`candidates ${round}`);
	// Fisher–Yates over places that are written down only where they were moved: the pool may be large.
	const moved = new Map<number, number>();
	const chosen = new Uint32Array(count);
	for (let i = 0; i < count; i++) {
		const j = i + draws.below(size - i, i);
		chosen[i] = moved.get(j) ?? j;
		moved.set(j, moved.get(i) ?? i);
	}
	return chosen.sort();
}

/** As drawCandidates, but only from places whose `times` is below `cap`; if these are too few for `least`, from all. */
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
	const open = Uint32Array.from(times.keys()).filter((place) => times[place] < cap);
	if (open.length < least) return drawCandidates(times.length, count, stream, round);
	return drawCandidates(open.length, count, stream, round).map((i) => open[i]);
}
