/** The members of a pool with the highest scores, chosen once before a run. */
import type { ExampleRef, MeasureResult, MixContext, Quantity, Survey } from '../policy.ts';
import { poolOf, refAt, subPool, type ExamplePool } from './pool.ts';
import { chunk } from './survey.ts';

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
	{ measure, report, signal }: Survey,
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
	for (let from = 0; from < pool.size; from += chunk) {
		signal.throwIfAborted();
		report({
			done: from,
			of: pool.size,
			label: `Measuring the examples: ${from.toLocaleString('en')} of ${pool.size.toLocaleString('en')}`,
		});
		const examples = Array.from({ length: Math.min(chunk, pool.size - from) }, (_, i): ExampleRef =>
			refAt(pool, from + i),
		);
		const { values } = await measure({ kind: 'measure', id: 'scores', examples, quantities });
		examples.forEach((_, i) => {
			const score = scoreOf(values, i);
			scores[from + i] = Number.isNaN(score) ? -Infinity : score;
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
