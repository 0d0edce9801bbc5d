/** The pool members with the highest scores, selected once before a run. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import type { PolicyMessage } from '../messages.ts';
import type { MeasureResult, MixContext, Mixer, Quantity, Restored, Survey } from '../policy.ts';
import { createPool, exampleAt, pooledMixer, selectFromPool, type ExamplePool } from './pool.ts';
import { chunks } from './survey.ts';

/** The number of rows that a share of `size` rows is: at least one. */
export const countChosenRows = (size: number, share: number): number =>
	Math.max(1, Math.round(share * size));

/** The survey of a static selector: the selected members. */
export type TopShare = Awaited<ReturnType<typeof selectTopShare>>;

/** A ranking of examples: the measured quantities, and the score of the i-th measured one. */
export interface RowScore {
	readonly quantities: readonly Quantity[];
	readonly score: (values: MeasureResult['values'], i: number) => number;
}

/**
 * Selects the `share` with the highest scores, at least one, of all members or `perSkill`. Ties
 * keep the pool's order. Needs only 4 bytes per member while it measures.
 */
export async function selectTopShare(
	{ skills }: MixContext,
	survey: Survey,
	{
		quantities,
		score,
		share,
		perSkill,
	}: RowScore & { readonly share: number; readonly perSkill: boolean },
) {
	const pool = createPool(skills);
	const scores = new Float32Array(pool.size);
	for (const indices of chunks(pool, survey)) {
		const examples = Array.from(indices, (index) => exampleAt(pool, index));
		const { values } = await survey.measure({
			kind: 'measure',
			id: 'scores',
			examples,
			quantities,
		});
		indices.forEach((index, i) => {
			scores[index] = score(values, i);
		});
	}
	return topMembers(pool, scores, { share, perSkill });
}

/** The members with the highest scores, as a survey. `scores`: by member. */
export function topMembers(
	pool: ExamplePool,
	scores: Float32Array,
	{ share, perSkill }: { readonly share: number; readonly perSkill: boolean },
) {
	const groups = listsByKey(pool.rows.keys(), (index) => (perSkill ? pool.skills[index] : 0));
	const chosen = [...groups.values()].flatMap((members) =>
		members
			.sort((a, b) => scores[b] - scores[a] || a - b)
			.slice(0, countChosenRows(members.length, share)),
	);
	const indices = Uint32Array.from(chosen).sort();
	return {
		pool: selectFromPool(pool, indices),
		/** Number of all members. */
		all: pool.size,
		/** The lowest selected score. */
		least: indices.reduce((least, index) => Math.min(least, scores[index]), Infinity),
	};
}

const messages = {
	ifd: { start: 'ifd.start', kept: 'ifd.kept' },
	less: { start: 'less.start', kept: 'less.kept' },
} as const;

/** Draws from the selected members; without a survey from all. */
export function topShareMixer(
	policy: keyof typeof messages,
	perSkill: boolean,
	context: MixContext,
	restored: Restored | undefined,
): Mixer {
	const survey = restored?.survey as TopShare | undefined;
	const pool = survey?.pool ?? createPool(context.skills);
	const sentence: PolicyMessage = survey
		? {
				id: messages[policy].kept,
				values: { size: pool.size, share: pool.size / survey.all, least: survey.least, perSkill },
			}
		: { id: messages[policy].start, values: {} };
	return pooledMixer(pool, context, sentence);
}
