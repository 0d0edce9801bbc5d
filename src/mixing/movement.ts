/** What moved in a mix, in words: a skill whose share changed, with the number that moved it. */
import type { MixSkill } from './policy.ts';
import { byId } from './rows.ts';
import { percent } from './shares.ts';

export interface Movement {
	readonly skills: readonly MixSkill[];
	readonly before: readonly number[];
	readonly after: readonly number[];
	/** What the rule looks at, by skill: null where it was not measured yet. */
	readonly signal: {
		/** `training loss`: as in "the training loss of Sorting". */
		readonly name: string;
		readonly before: readonly (number | null)[];
		readonly after: readonly (number | null)[];
		readonly unit?: string;
	};
}

/** Of the skills that hold, the one whose share changed most (of equals the one whose id comes first), null if none did. */
function mostMoved(
	{ skills, before, after }: Movement,
	holds: (skill: number) => boolean,
): number | null {
	let most: number | null = null;
	for (const i of byId(skills).filter(holds)) {
		const change = Math.abs(after[i] - before[i]);
		if (change > 1e-12 && (most === null || change > Math.abs(after[most] - before[most]) + 1e-12))
			most = i;
	}
	return most;
}

/**
 * "The training loss of Sorting fell from 1.2 to 0.9 nats, so its share went from 21 % to 17 %." A share may move against
 * its own skill's number, since shares are relative: a skill that moved along with its number is told of first.
 */
export function movementSentence(movement: Movement): string {
	const { skills, before, after, signal } = movement;
	const isAlong = (i: number) => {
		const [from, to] = [signal.before[i], signal.after[i]];
		return (
			from !== null &&
			to !== null &&
			figure(from) !== figure(to) &&
			to > from === after[i] > before[i]
		);
	};
	const most = mostMoved(movement, isAlong) ?? mostMoved(movement, () => true);
	if (most === null) return `The shares stay as they are: no skill's ${signal.name} moved them.`;
	const { name } = skills[most];
	const share =
		percent(before[most]) === percent(after[most])
			? `share stays near ${percent(after[most])}`
			: `share went from ${percent(before[most])} to ${percent(after[most])}`;
	const unit = signal.unit === undefined ? '' : ` ${signal.unit}`;
	const [from, to] = [signal.before[most], signal.after[most]];
	if (to === null)
		return `There is no ${signal.name} of ${name} yet; against the others its ${share}.`;
	if (from === null)
		return `The ${signal.name} of ${name} is ${figure(to)}${unit} now, and its ${share}.`;
	const [low, high] = [figure(from), figure(to)];
	const moved =
		low === high
			? `stayed near ${high}${unit}`
			: `${to > from ? 'rose' : 'fell'} from ${low} to ${high}${unit}`;
	return `The ${signal.name} of ${name} ${moved}${isAlong(most) ? ', so its' : '; against the others, its'} ${share}.`;
}

/** Three significant digits. */
export const figure = (value: number): string => String(Number(value.toPrecision(3)));
