/** The inner choice: which training rows of each skill a policy works with. */
import { randomStream } from '#engine/core/random.ts';
import { countChosenRows, selectTopShare } from './exampleSelector/topShare.ts';
import type { RowsBySkill } from './batchPlan.ts';
import { delegateMixer } from './mixers.ts';
import { ifdScore } from './policies/ifd.ts';
import type { BatchPlan, ExampleRef, MixContext, Mixer, Probe, Survey } from './policy.ts';

export interface RowChoice {
	/** How rows are chosen within a skill. */
	readonly by: 'random' | 'ifd';
	readonly share: number;
	/** The run's seed. */
	readonly seed: number;
}

/** The rows of each skill with the highest scores. Random rows measure nothing. */
export async function chooseRows(
	context: MixContext,
	survey: Survey,
	{ by, share, seed }: RowChoice,
): Promise<RowsBySkill> {
	if (by === 'ifd') {
		const { pool } = await selectTopShare(context, survey, { ...ifdScore, share, perSkill: true });
		return context.skills.map((_, skill) =>
			[...pool.rows].filter((_row, i) => pool.skills[i] === skill),
		);
	}
	const stream = randomStream(seed, 'rows within a skill');
	return context.skills.map(({ id, size }) => {
		const draws = stream.child(id);
		const order = Array.from({ length: size }, (_, row) => row).sort(
			(a, b) => draws.uniform(a) - draws.uniform(b) || a - b,
		);
		return order.slice(0, countChosenRows(size, share)).sort((a, b) => a - b);
	});
}

/**
 * The border between a policy that counts the chosen rows from 0 and a run that counts all rows.
 * Plans by shares or quotas name the rows, so that the sampler draws among them.
 */
export function rowBorder(rows: RowsBySkill) {
	const examples = (refs: readonly ExampleRef[]): ExampleRef[] =>
		refs.map((ref) => (ref.part === 'train' ? { ...ref, index: rows[ref.skill][ref.index] } : ref));
	const probe = <P extends Probe>(inner: P): P => ({
		...inner,
		examples: examples(inner.examples),
		...('train' in inner && { train: examples(inner.train) }),
	});
	const plan = (inner: BatchPlan): BatchPlan =>
		inner.by === 'examples' ? { ...inner, examples: examples(inner.examples) } : { ...inner, rows };
	return {
		probe,
		mixer: (mixer: Mixer): Mixer => ({
			...delegateMixer(mixer),
			plan: (step) => plan(mixer.plan(step)),
			probes: (step) => mixer.probes(step).map(probe),
		}),
	};
}
