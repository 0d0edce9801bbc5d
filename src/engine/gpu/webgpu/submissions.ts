/**
 * Splits a program into submissions of about 16 ms. Browsers draw the page between two submissions,
 * so a longer one is seen as a page that stutters.
 */
import { bytesOf, type PlannedDispatch } from './dispatchPlan.ts';

/** Dispatches `first` to `end` − 1. */
export interface Submission {
	readonly first: number;
	readonly end: number;
}

/** Operations while a GPU moves a byte: about ten at full speed, of which it reaches half. */
const flopsPerByte = 5;
/** Each dispatch takes 3 to 30 µs, even if it computes nothing. */
const maxDispatches = 500;

type Work = Pick<PlannedDispatch, 'flops' | 'regions'>;

export function splitIntoSubmissions(dispatches: readonly Work[], maxFlops: number): Submission[] {
	const submissions: Submission[] = [];
	let first = 0;
	let sum = 0;
	dispatches.forEach((dispatch, i) => {
		const work = workOf(dispatch);
		if (i > first && (sum + work > maxFlops || i - first === maxDispatches)) {
			submissions.push({ first, end: i });
			first = i;
			sum = 0;
		}
		sum += work;
	});
	submissions.push({ first, end: dispatches.length });
	return submissions;
}

/** Computing and moving overlap, so the longer one counts. */
const workOf = ({ flops, regions }: Work): number =>
	Math.max(flops, bytesOf(regions) * flopsPerByte);
