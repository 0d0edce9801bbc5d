/**
 * The state of the mixer between steps, and its update: from a measurement to rewards, their
 * average and the new shares.
 */
import * as v from 'valibot';
import { adamSchema } from '../adam.ts';
import type { ExampleRef, MixSkill } from '../policy.ts';
import { count, finite, flag, floats, listOf, objectOf, statement, text } from '../storedData.ts';
import { explainUpdate } from './explainUpdate.ts';
import { fixedPoint, type ScorerState, scorerShares, updateScorer, type Scorer } from './scorer.ts';
import { averageRewards, raiseTarget, type RewardMeasurement, type RewardRule } from './rewards.ts';
import {
	type UpdateRecord,
	type Warning,
	findWarnings,
	longestWindow,
	updateWarnings,
} from './warnings.ts';

const known = v.nullable(finite);

/** One value per skill in every list, in the order of ids; null: unknown. */
const lastUpdate = objectOf({
	rewards: listOf(finite),
	averaged: listOf(finite),
	fixed: v.nullable(listOf(finite)),
	before: listOf(finite),
	right: listOf(known),
	loss: listOf(known),
	sentence: statement,
});

const record: v.GenericSchema<unknown, UpdateRecord> = objectOf({
	measured: listOf(known),
	right: listOf(known),
	loss: listOf(known),
	shares: listOf(finite),
});
const warning: v.GenericSchema<unknown, Warning> = objectOf({ key: text, text: statement });

/** The state in a checkpoint. JSON keeps every bit of it. */
export const mixerState = objectOf({
	updates: count,
	scores: objectOf({ parameters: floats, adam: adamSchema }),
	/** R of the last update, before the target is raised: the fallback for an unknown reward. */
	measured: v.nullable(listOf(finite)),
	/** R'' of Eq. 11. */
	averages: v.nullable(listOf(finite)),
	/** By skill: whether a measured row had a prompt. */
	prompted: listOf(flag),
	baseLosses: listOf(listOf(known)),
	records: listOf(record),
	firstLoss: v.nullable(listOf(known)),
	last: v.nullable(lastUpdate),
	warnings: listOf(warning),
});
export type MixerState = v.InferOutput<typeof mixerState>;

export const newMixerState = (scores: ScorerState, skills: readonly MixSkill[]): MixerState => ({
	updates: 0,
	scores,
	measured: null,
	averages: null,
	prompted: skills.map(() => false),
	baseLosses: emptyCache(skills.map(({ size }) => size)),
	records: [],
	firstLoss: null,
	last: null,
	warnings: [],
});

/** JSON has no NaN. */
const finiteOrNull = (values: readonly number[]): (number | null)[] =>
	values.map((value) => (Number.isFinite(value) ? value : null));

export interface UpdateRule {
	/** By skill, in the order of ids, like all lists here. */
	readonly names: readonly string[];
	readonly scorer: Scorer;
	readonly rewards: RewardRule;
	/** null: no average over time. */
	readonly average: { readonly beta: number; readonly start: 'one' | 'first' } | null;
}

/** `steps`: trained since the policy began, for sentences. */
export function applyUpdate(
	state: MixerState,
	measurement: RewardMeasurement,
	rule: UpdateRule,
	steps: number,
): MixerState {
	const { names, scorer, average } = rule;
	const { model } = scorer;
	const { prompted } = measurement;
	const isKnown = raiseTarget(rule.rewards, measurement.measured).map(Number.isFinite);
	// 1 is the reward before training, and the code's first previous reward.
	const measured = measurement.measured.map((reward, i) =>
		isKnown[i] ? reward : (state.measured?.[i] ?? 1),
	);
	const rewards = raiseTarget(rule.rewards, measured);
	const averages = average ? averageRewards(rewards, state.averages, average) : rewards;
	const allZero = averages.every((reward) => reward === 0);
	const before = scorerShares(model, state.scores);
	const keeps = allZero || !isKnown.includes(true);
	const next = keeps ? state.scores : updateScorer(scorer, state.scores, averages);
	const scores = next ?? state.scores;
	const after = scorerShares(model, scores);
	const right = finiteOrNull(measurement.right);
	const { loss } = measurement;
	const firstLoss = state.firstLoss ?? loss;
	const records = [
		...state.records,
		{ measured: finiteOrNull(measurement.measured), right, loss, shares: before },
	].slice(-longestWindow);
	const fixed = fixedPoint(averages);
	const found = [
		...updateWarnings(names, isKnown, { allZero, tooLarge: next === null, steps }),
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

/**
 * A cache of losses with the base weights. They never change, and a pass with the base weights
 * costs as much as one with the current ones. So each row of a small skill is measured once. The
 * rows of a larger skill rarely repeat, and they would fill the state.
 */
const mostRows = 512;

/** By skill and row, in nats per token; null: not measured. Empty for a skill that is too large. */
type BaseLossCache = readonly (readonly (number | null)[])[];

const emptyCache = (sizes: readonly number[]): BaseLossCache =>
	sizes.map((size) => Array.from({ length: size > mostRows ? 0 : size }, () => null));

/** The uncached rows of minibatches [N][L], each once. `needed`: by skill. */
export const uncachedRows = (
	cache: BaseLossCache,
	minibatches: readonly (readonly ExampleRef[])[],
	needed: readonly boolean[],
): ExampleRef[] =>
	minibatches.flatMap((rows, i) => {
		const missing = rows.filter(({ index }) => (cache[i][index] ?? null) === null);
		const byIndex = new Map(missing.map((ref) => [ref.index, ref]));
		return needed[i] ? [...byIndex.values()] : [];
	});

/** `losses`: of uncachedRows. Returns the losses of all rows [N × L], NaN where not needed. */
export function addToCache(
	cache: BaseLossCache,
	minibatches: readonly (readonly ExampleRef[])[],
	needed: readonly boolean[],
	losses: Float32Array = new Float32Array(),
): { readonly base: Float32Array; readonly cache: BaseLossCache } {
	let at = 0;
	const measured = minibatches.map((rows, i) => {
		const missing = uncachedRows([cache[i]], [rows], [needed[i]]);
		return new Map(missing.map(({ index }) => [index, losses[at++]]));
	});
	const base = minibatches.flatMap((rows, i) =>
		rows.map(({ index }) => measured[i].get(index) ?? cache[i][index] ?? NaN),
	);
	return {
		base: Float32Array.from(base),
		cache: cache.map((row, i) =>
			measured[i].size === 0 ? row : row.map((loss, index) => measured[i].get(index) ?? loss),
		),
	};
}
