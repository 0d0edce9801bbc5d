/** The sentence about a change of the mix: a skill whose share changed, and the value behind it. */
import type { MixSkill } from './policy.ts';
import { indicesById } from './rows.ts';
import { percent, threeDigits } from './shares.ts';

export interface Movement {
	readonly skills: readonly MixSkill[];
	readonly before: readonly number[];
	readonly after: readonly number[];
	/** The values that the rule follows, by skill; null if not measured yet. */
	readonly signal: {
		/** For example `training loss`, as in "the training loss of Sorting". */
		readonly name: string;
		readonly before: readonly (number | null)[];
		readonly after: readonly (number | null)[];
		readonly unit?: string;
	};
}

/**
 * Among the skills that pass `isCandidate`, the one whose share changed most; null if none changed.
 * On a tie, the skill whose id comes first.
 */
function mostMoved(
	{ skills, before, after }: Movement,
	isCandidate: (skill: number) => boolean,
): number | null {
	let most: number | null = null;
	for (const i of indicesById(skills).filter(isCandidate)) {
		const change = Math.abs(after[i] - before[i]);
		if (change > 1e-12 && (most === null || change > Math.abs(after[most] - before[most]) + 1e-12))
			most = i;
	}
	return most;
}

/**
 * "The training loss of Sorting fell from 1.2 to 0.9 nats, so its share went from 21 % to 17 %."
 * Shares are relative, so a share may move against its own skill's value. The sentence prefers a
 * skill whose share and value moved in the same direction.
 */
export function explainMovement(movement: Movement): string {
	const { skills, before, after, signal } = movement;
	const movedWithSignal = (i: number) => {
		const [from, to] = [signal.before[i], signal.after[i]];
		return (
			from !== null &&
			to !== null &&
			threeDigits(from) !== threeDigits(to) &&
			to > from === after[i] > before[i]
		);
	};
	const most = mostMoved(movement, movedWithSignal) ?? mostMoved(movement, () => true);
	if (most === null) return `The shares stay the same: no skill's ${signal.name} moved them.`;
	const { name } = skills[most];
	const share =
		percent(before[most]) === percent(after[most])
			? `share stays near ${percent(after[most])}`
			: `share went from ${percent(before[most])} to ${percent(after[most])}`;
	const unit = signal.unit === undefined ? '' : ` ${signal.unit}`;
	const [from, to] = [signal.before[most], signal.after[most]];
	if (to === null)
		return `${name} has no ${signal.name} yet; relative to the others, its ${share}.`;
	const [low, high] = [threeDigits(from ?? to), threeDigits(to)];
	if (from === null)
		return `The ${signal.name} of ${name} is now ${high}${unit}, and its ${share}.`;
	const moved =
		low === high
			? `stayed near ${high}${unit}`
			: `${to > from ? 'rose' : 'fell'} from ${low} to ${high}${unit}`;
	const link = movedWithSignal(most) ? ', so its' : '; relative to the others, its';
	return `The ${signal.name} of ${name} ${moved}${link} ${share}.`;
}
