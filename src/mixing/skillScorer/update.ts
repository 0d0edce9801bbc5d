/** One update of the scorer: from a reading to rewards, their average, the new scores, and what is said of it. */
import { doubledFor, type Reading, type RewardKind } from './rewards.ts';
import { finiteOrNull, type Memory } from './memory.ts';
import { fixedPoint } from './objective.ts';
import { sharesOfScores, updated, type Scorer } from './scorer.ts';
import { updateSentence } from './sentence.ts';
import { averaged, firstPrevious } from './trajectory.ts';
import { courseWarnings, longestWindow, type Warning } from './warnings.ts';

export interface UpdateRule {
	/** By skill, in the order of ids, as all lists here. */
	readonly names: readonly string[];
	readonly scorer: Scorer;
	readonly kind: RewardKind;
	/** null: rewards are taken as they are. */
	readonly average: { readonly beta: number; readonly start: 'one' | 'first' } | null;
}

/** `steps`: trained steps of the run, for sentences. */
export function afterUpdate(
	memory: Memory,
	reading: Reading,
	rule: UpdateRule,
	steps: number,
): Memory {
	const { names, scorer, kind, average } = rule;
	const { form } = scorer;
	const isKnown = doubledFor(kind, reading.measured).map(Number.isFinite);
	const unknown = names.flatMap((_, i) => (isKnown[i] ? [] : [i]));
	// 1: where difficulty and its kin start, and where the code starts every skill's previous reward.
	const measured = reading.measured.map((reward, i) =>
		isKnown[i] ? reward : (memory.measured?.[i] ?? 1),
	);
	const rewards = doubledFor(kind, measured);
	const averages = average
		? averaged(rewards, memory.averages ?? firstPrevious(rewards, average.start), average.beta)
		: rewards;
	const before = sharesOfScores(form, memory.scores);
	const still = unknown.length === names.length || averages.every((reward) => reward === 0);
	const next = still ? memory.scores : updated(scorer, memory.scores, averages);
	const scores = next ?? memory.scores;
	const after = sharesOfScores(form, scores);
	const right = finiteOrNull(reading.right);
	const loss = finiteOrNull(reading.loss);
	const firstLoss = memory.firstLoss ?? loss;
	const records = [
		...memory.records,
		{ measured: finiteOrNull(reading.measured), right, loss, shares: before },
	].slice(-longestWindow);
	const fixed = fixedPoint(averages);
	const found: readonly Warning[] = [
		...unknown.map((i) => unknownReward(names[i], i, steps)),
		...(averages.every((reward) => reward === 0) ? [allZero(steps)] : []),
		...(next === null ? [tooLarge(steps)] : []),
		...courseWarnings({
			reward: kind.reward,
			names,
			records,
			firstLoss,
			baseLoss: reading.baseLoss,
			now: after,
		}),
	];
	return {
		...memory,
		updates: memory.updates + 1,
		scores,
		measured,
		averages,
		prompted: reading.prompted,
		records,
		firstLoss,
		last: {
			rewards,
			averaged: averages,
			fixed,
			before,
			right,
			loss,
			cosines: reading.cosines,
			sentence: updateSentence({
				reward: kind.reward,
				names,
				isText: reading.prompted.map((prompted) => !prompted),
				rewards,
				earlier: memory.last?.rewards ?? null,
				fixed,
				before,
				after,
				steps,
			}),
		},
		warnings: withNew(memory.warnings, found),
	};
}

/** Each is told once, with the numbers of when it was first seen. */
const withNew = (told: readonly Warning[], found: readonly Warning[]): readonly Warning[] => [
	...told,
	...found.filter(({ key }) => !told.some((earlier) => earlier.key === key)),
];

const unknownReward = (name: string, skill: number, steps: number): Warning => ({
	key: `unknown ${skill}`,
	text: `The reward of ${name} after step ${steps} is not a finite number, so the scorer takes its last one instead.`,
});
const allZero = (steps: number): Warning => ({
	key: 'all zero',
	text: `Every reward after step ${steps} was 0, which says nothing about the mix, so the shares stayed as they were.`,
});
const tooLarge = (steps: number): Warning => ({
	key: 'too large',
	text: `The rewards after step ${steps} were too large for the scorer's arithmetic, so the shares stayed as they were.`,
});
