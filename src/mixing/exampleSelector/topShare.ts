/** The members of a pool with the highest scores, chosen once before a run. */
import type { MeasureResult, MixContext, Mixer, Quantity, Restored, Survey } from '../policy.ts';
import { percent } from '../shares.ts';
import { poolOf, refAt, subPool, type ExamplePool } from './pool.ts';
import { pooledMixer } from './pooledMixer.ts';
import { chunks } from './survey.ts';

/** What a survey of a static selector keeps: the chosen members, and the score at the edge. */
export interface TopShare {
	readonly pool: ExamplePool;
	readonly all: number;
	/** The lowest score that was chosen. */
	readonly least: number;
}

/**
 * The `share` of highest score, at least one; scores that are no number come last, equal ones in the pool's order. `perSkill`: of each skill.
 * Only 4 bytes per member are held while it measures.
 */
export async function topShare(
	{ skills }: MixContext,
	survey: Survey,
	{
		quantities,
		scoreOf,
		share,
		perSkill,
	}: {
		readonly quantities: readonly Quantity[];
		readonly scoreOf: (values: MeasureResult['values'], i: number) => number;
		readonly share: number;
		readonly perSkill: boolean;
	},
): Promise<TopShare> {
	const pool = poolOf(skills);
	const scores = new Float32Array(pool.size);
	for (const places of chunks(pool, survey, (p) => `Measuring the examples: ${p}`)) {
		const examples = Array.from(places, (place) => refAt(pool, place));
		const { values } = await survey.measure({
			kind: 'measure',
			id: 'scores',
			examples,
			quantities,
		});
		places.forEach((place, i) => {
			const score = scoreOf(values, i);
			scores[place] = Number.isNaN(score) ? -Infinity : score;
		});
	}
	const groups = new Map<number, number[]>();
	for (let place = 0; place < pool.size; place++) {
		const group = perSkill ? pool.skills[place] : 0;
		const own = groups.get(group);
		if (own) own.push(place);
		else groups.set(group, [place]);
	}
	const chosen = [...groups.values()].flatMap((own) =>
		own
			.sort((a, b) => scores[b] - scores[a] || a - b)
			.slice(0, Math.max(1, Math.round(share * own.length))),
	);
	const places = Uint32Array.from(chosen).sort();
	return {
		pool: subPool(pool, places),
		all: pool.size,
		least: places.reduce((least, place) => Math.min(least, scores[place]), Infinity),
	};
}

/** Draws from what a survey kept; without one from all examples. `sentence`: of how many, what share of all, and the edge. */
export function topShareMixer(
	context: MixContext,
	restored: Restored | undefined,
	{
		sentence,
		unmeasured,
	}: {
		readonly sentence: (kept: string, share: string, least: number) => string;
		readonly unmeasured: string;
	},
): Mixer {
	const kept = restored?.survey as TopShare | undefined;
	const pool = kept?.pool ?? poolOf(context.skills);
	const said = kept
		? sentence(pool.size.toLocaleString('en'), percent(pool.size / kept.all), kept.least)
		: unmeasured;
	return pooledMixer(pool, context, said, restored);
}
