/** How much each feature moves a choice: with the feature at its mean and the same chance, the share of the batch that changes. */
import { choose, type Decision, type Scorer } from './choose.ts';
import type { ChooserOptions } from './chooser.ts';
import { featureCount, featureGroups, type PoolFeatures, type Stage } from './features.ts';

export interface Influence {
	readonly label: string;
	/** 0 … 1 */
	readonly value: number;
}

/** `stage`: what takes the stage's place, since it is the same for all candidates. */
export function influencesOf(
	decision: Decision,
	choice: number,
	{
		features,
		scorer,
		actor,
		stage,
		options,
	}: {
		readonly features: PoolFeatures;
		readonly scorer: Scorer;
		readonly actor: Float64Array;
		readonly stage: Stage;
		readonly options: ChooserOptions;
	},
): Influence[] {
	const { places, picks } = decision;
	const rows = places.length;
	const before = new Set(picks.flatMap(({ chosen }) => chosen));
	const { temperature, stream, batchSize, every } = options;
	const sampling =
		temperature === null ? null : { temperature, noise: stream.child(`noise ${choice}`) };
	scorer.score(actor, features, decision);
	const input = scorer.input.slice(0, rows * featureCount);
	return featureGroups.map(({ label, from, count }) => {
		const changed = input.slice();
		for (let i = from; i < from + count; i++) {
			let mean = i < 2 ? stage[i] : 0;
			if (i >= 2) for (let r = 0; r < rows; r++) mean += input[r * featureCount + i] / rows;
			for (let r = 0; r < rows; r++) changed[r * featureCount + i] = mean;
		}
		const scores = scorer.pass.forward(actor, changed, rows);
		const wanted = { places: batchSize * every, turn: choice, sampling };
		const after = choose(scores, features, decision, wanted).flatMap(({ chosen }) => chosen);
		const kept = after.filter((at) => before.has(at)).length;
		return { label, value: 1 - kept / after.length };
	});
}
