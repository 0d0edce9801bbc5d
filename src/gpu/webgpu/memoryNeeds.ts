/** What programs take on a GPU besides their vectors, before any of it is made: the largest of each buffer that they share. */
import type { MemoryNeeds, MemoryUse } from '../computeDevice.ts';
import type { DispatchPlan } from './dispatchPlan.ts';
import { pageSizeFor, pagesAtLeast } from './readback.ts';
import { uploadSizes } from './upload.ts';
import { vectorBytes } from './vector.ts';

export interface SharedNeeds {
	/** Bytes of each shared buffer of temporaries. */
	readonly temporaries: readonly number[];
	/** Of what the host gives. */
	readonly upload: readonly number[];
	/** Of one program's results, at most. */
	readonly results: number;
}

export const resultBytes = ({ results }: Pick<DispatchPlan, 'results'>): number =>
	results.reduce((sum, { region }) => sum + region.size, 0);

export const sharedNeeds = (plans: readonly DispatchPlan[]): SharedNeeds => ({
	temporaries: largestOfEach(plans.map(({ temporaries }) => temporaries)),
	upload: largestOfEach(plans.map(uploadSizes)),
	results: Math.max(0, ...plans.map(resultBytes)),
});

export function useOf(
	{ temporaries, upload, results }: SharedNeeds,
	vectors: MemoryNeeds['vectors'],
): MemoryUse {
	const pages = upload.length > 0 ? pagesAtLeast : 0;
	return {
		vectors: sum(vectors.map(vectorBytes)),
		temporaries: sum(temporaries),
		transfer: sum(upload) + pages * pageSizeFor(results),
		buffers: vectors.length + temporaries.length + upload.length + pages,
	};
}

/** The i-th of the result is the largest i-th. */
function largestOfEach(lists: readonly (readonly number[])[]): number[] {
	const length = Math.max(0, ...lists.map((list) => list.length));
	return Array.from({ length }, (_, i) => Math.max(...lists.map((list) => list[i] ?? 0)));
}

const sum = (values: readonly number[]): number =>
	values.reduce((total, value) => total + value, 0);
