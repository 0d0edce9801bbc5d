/** What the page says of an update: whose share moved most, and the reward that moved it. */
import { percent } from '../shares.ts';
import type { RewardName } from './rewards.ts';

export interface UpdateSeen {
	readonly reward: RewardName;
	/** By skill, in the order of ids. */
	readonly names: readonly string[];
	/** Which of them are plain text, whose error rate is a loss ratio. */
	readonly isText: readonly boolean[];
	/** R of this update and of the one before; null at the first. */
	readonly rewards: readonly number[];
	readonly earlier: readonly number[] | null;
	/** R/ΣR of what the scorer climbed; null where all are 0. */
	readonly fixed: readonly number[] | null;
	readonly before: readonly number[];
	readonly after: readonly number[];
	/** Trained steps. */
	readonly steps: number;
}

/** Below this a share reads the same before and after. */
const visible = 5e-4;

export function updateSentence(seen: UpdateSeen): string {
	const { names, before, after, fixed, steps } = seen;
	if (names.length === 1) return 'Only one skill is trained, so its share stays 100 %.';
	if (fixed === null)
		return `Every reward after step ${steps} was 0, so the shares stay as they are.`;
	const moves = after.map((share, i) => share - before[i]);
	const size = Math.max(...moves.map(Math.abs));
	if (size < visible)
		return (
			`After step ${steps} no share moved by more than ${(size * 100).toPrecision(1)} points: ` +
			(distance(fixed, before) < 2 * visible * names.length
				? 'they are where the rewards lead, at R/ΣR.'
				: "the scorer's steps are small; a higher learning rate or more steps per update move it faster.")
		);
	// Of two skills both move alike: the one that follows its own reward tells more.
	const largest = names.flatMap((_, i) => (Math.abs(moves[i]) > size - 1e-9 ? [i] : []));
	const i = largest.find((one) => follows(seen, one)) ?? largest[0];
	return whyItMoved(seen, i, `from ${percent(before[i])} to ${percent(after[i])}`);
}

/** "Difficulty of Sorting fell by 18 %, so its share went from 21 % to 17 %." */
function whyItMoved(seen: UpdateSeen, i: number, fromTo: string): string {
	const { rewards, earlier, reward, names, isText, before, after, fixed } = seen;
	const subject = `${nounOf(reward, isText[i])} of ${names[i]}`;
	const value = Number(rewards[i].toPrecision(2));
	const lead = `${percent(fixed![i])} of all rewards`;
	const change = changeIn(rewards, earlier, i);
	const points = `${(Math.abs(change ?? 0) * 100).toFixed(0)} %`;
	const up = after[i] > before[i];
	const led = fixed![i] > before[i] === up;
	const said =
		change === null
			? `${subject} is ${value}`
			: points === '0 %'
				? `${subject} stayed at ${value}`
				: `${subject} ${change > 0 ? 'rose' : 'fell'} by ${points}`;
	const moved = change !== null && points !== '0 %';
	if (moved && follows(seen, i)) return `${said}, so its share went ${fromTo}.`;
	if (led) return `${said}${moved ? ' and is now ' : ', '}${lead}, so its share went ${fromTo}.`;
	return `${said}, and all rewards together moved its share ${fromTo}.`;
}

/** Whether its reward and its share moved the same way. */
function follows({ rewards, earlier, before, after }: UpdateSeen, i: number): boolean {
	const change = changeIn(rewards, earlier, i);
	return change !== null && change !== 0 && change > 0 === after[i] > before[i];
}

/** As a part of what it was; null where there was none. */
const changeIn = (rewards: readonly number[], earlier: readonly number[] | null, i: number) =>
	earlier !== null && earlier[i] > 0 ? rewards[i] / earlier[i] - 1 : null;

function nounOf(reward: RewardName, isText: boolean): string {
	switch (reward) {
		case 'similarity':
			return 'Similarity';
		case 'difficulty':
			return 'Difficulty';
		case 'loss-ratio':
			return 'Loss ratio';
		case 'error-rate':
			return isText ? 'Loss ratio' : 'Error rate';
	}
}

const distance = (a: readonly number[], b: readonly number[]): number =>
	a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0);

export interface Waiting {
	/** τ in words, with how the shares start. */
	readonly prior: string;
	readonly first: number;
	readonly interval: number;
}
/** Before the first update. `first`: trained steps at which it comes. */
export const waitingSentence = ({ prior, first, interval }: Waiting): string =>
	`The shares start ${prior}; the scorer first changes them after step ${first}, then every ` +
	`${interval === 1 ? 'step' : `${interval} steps`}.`;
