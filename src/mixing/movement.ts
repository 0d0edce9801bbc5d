/** The message about a change of the mix: a skill whose share changed, and the value behind it. */
import type { PolicyMessage, Signal } from './messages.ts';
import type { MixSkill } from './policy.ts';
import { indicesById } from './rows.ts';
import { threeDigits } from './shares.ts';

export interface Movement {
	readonly skills: readonly MixSkill[];
	readonly before: readonly number[];
	readonly after: readonly number[];
	/** The values that the rule follows, by skill; null if not measured yet. */
	readonly signal: {
		readonly id: Signal;
		readonly before: readonly (number | null)[];
		readonly after: readonly (number | null)[];
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
 * Shares are relative, so a share may move against its own skill's value. The message prefers a
 * skill whose share and value moved in the same direction.
 */
export function explainMovement(movement: Movement): PolicyMessage {
	const { skills, before, after, signal } = movement;
	const follows = (i: number) => {
		const [from, to] = [signal.before[i], signal.after[i]];
		return (
			from !== null &&
			to !== null &&
			threeDigits(from) !== threeDigits(to) &&
			to > from === after[i] > before[i]
		);
	};
	const most = mostMoved(movement, follows) ?? mostMoved(movement, () => true);
	if (most === null) return { id: 'shares.same', values: { signal: signal.id } };
	return {
		id: 'shares.moved',
		values: {
			signal: signal.id,
			name: skills[most].name,
			share: [before[most], after[most]],
			value: [signal.before[most], signal.after[most]],
			follows: follows(most),
		},
	};
}
