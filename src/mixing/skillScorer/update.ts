/** One update of the scorer: from a measurement to rewards, their average and the new shares. */
import { explainUpdate } from './explanation.ts';
import { finiteOrNull, type MixerState } from './mixerState.ts';
import { fixedPoint } from './objective.ts';
import {
	averageRewards,
	doubleTarget,
	type RewardMeasurement,
	type RewardRule,
} from './rewards.ts';
import { scorerShares, updateScorer, type Scorer } from './scorer.ts';
import { findWarnings, longestWindow, updateWarnings } from './warnings.ts';

export interface UpdateRule {
	/** By skill, in the order of ids, like all lists here. */
	readonly names: readonly string[];
	readonly scorer: Scorer;
	readonly rewards: RewardRule;
	/** null: no average over time. */
	readonly average: { readonly beta: number; readonly start: 'one' | 'first' } | null;
}

/** `steps`: number of trained steps of the run, for sentences. */
export function applyUpdate(
	state: MixerState,
	measurement: RewardMeasurement,
	rule: UpdateRule,
	steps: number,
): MixerState {
	const { names, scorer, average } = rule;
	const { model } = scorer;
	const { prompted, cosines } = measurement;
	const isKnown = doubleTarget(rule.rewards, measurement.measured).map(Number.isFinite);
	// 1 is the reward before training, and the code's first previous reward.
	const measured = measurement.measured.map((reward, i) =>
		isKnown[i] ? reward : (state.measured?.[i] ?? 1),
	);
	const rewards = doubleTarget(rule.rewards, measured);
	const averages = average ? averageRewards(rewards, state.averages, average) : rewards;
	const allZero = averages.every((reward) => reward === 0);
	const before = scorerShares(model, state.scores);
	const keeps = allZero || !isKnown.includes(true);
	const next = keeps ? state.scores : updateScorer(scorer, state.scores, averages);
	const scores = next ?? state.scores;
	const after = scorerShares(model, scores);
	const right = finiteOrNull(measurement.right);
	const loss = finiteOrNull(measurement.loss);
	const firstLoss = state.firstLoss ?? loss;
	const records = [
		...state.records,
		{ measured: finiteOrNull(measurement.measured), right, loss, shares: before },
	].slice(-longestWindow);
	const fixed = fixedPoint(averages);
	const found = [
		...updateWarnings({ names, isKnown, allZero, tooLarge: next === null, steps }),
		...findWarnings({
			reward: rule.rewards.reward,
			names,
			records,
			firstLoss,
			baseLoss: measurement.baseLoss,
			now: after,
		}),
	];
	return {
		...state,
		updates: state.updates + 1,
		scores,
		measured,
		averages,
		prompted,
		records,
		firstLoss,
		last: {
			rewards,
			averaged: averages,
			fixed,
			before,
			right,
			loss,
			cosines,
			sentence: explainUpdate({
				reward: rule.rewards.reward,
				names,
				isText: prompted.map((seen) => !seen),
				rewards,
				earlier: state.last?.rewards ?? null,
				fixed,
				before,
				after,
				steps,
			}),
		},
		// Each warning appears once, with the numbers of its first time.
		warnings: [
			...state.warnings,
			...found.filter(({ key }) => !state.warnings.some((earlier) => earlier.key === key)),
		],
	};
}
