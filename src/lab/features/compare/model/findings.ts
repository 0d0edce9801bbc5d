/**
 * What lanes show skill by skill: which of them wins a skill. Only where the rows tell: the 95 %
 * intervals of the differences on the same rows (skillChange) leave out zero.
 */
import { highest } from '#engine/core/statistics.ts';
import { skillChange } from '#lab/run/sameRows.ts';
import type { SkillScore } from '#lab/training/events.ts';

/** The scores of a lane at the compared step, by trained skill. */
export interface LaneScores {
	readonly title: string;
	readonly skills: readonly SkillScore[];
}

/** A skill in which one lane is above each other lane. */
export interface SkillWin {
	/** Index in `LaneScores.skills`. */
	readonly skill: number;
	readonly lane: number;
	/** To the best other lane, as a share of its answers; null: the skill has only a loss. */
	readonly by: number | null;
}

/** The wins of the skills that have one, the clearest first. */
export function skillWins(lanes: readonly LaneScores[]): SkillWin[] {
	const [first] = lanes;
	if (lanes.length < 2) return [];
	return [...first.skills.keys()]
		.flatMap((skill): SkillWin[] => {
			const lane = lanes.findIndex((_, a) => lanes.every((_, b) => a === b || wins(a, b, skill)));
			if (lane < 0) return [];
			const shares = lanes.map(({ skills }) => skills[skill].exact);
			const known = shares.filter((share) => share !== null);
			if (known.length < lanes.length) return [{ skill, lane, by: null }];
			const best = known[lane];
			return [{ skill, lane, by: best - highest(known.filter((_, other) => other !== lane)) }];
		})
		.sort((a, b) => (b.by ?? 0) - (a.by ?? 0));

	function wins(a: number, b: number, skill: number): boolean {
		const { exact, loss } = skillChange(lanes[b].skills[skill], lanes[a].skills[skill]);
		return exact ? exact.low > 0 : loss !== null && loss.high < 0;
	}
}

/** What the sentence says of one lane. */
export interface LaneFinding {
	readonly lane: number;
	readonly wins: readonly SkillWin[];
	/** Only of two lanes: what the other lane wins. */
	readonly loses: readonly SkillWin[];
}

/**
 * Of two lanes, the one that wins more, or the second one: what it wins and loses. Of more lanes,
 * each that wins a skill. Empty: the rows tell nothing.
 */
export function laneFindings(lanes: number, wins: readonly SkillWin[]): LaneFinding[] {
	const winsOf = (lane: number) => wins.filter((win) => win.lane === lane);
	const findings = Array.from({ length: lanes }, (_, lane) => ({
		lane,
		wins: winsOf(lane),
		loses: [] as SkillWin[],
	}));
	if (wins.length === 0) return [];
	if (lanes !== 2) return findings.filter((finding) => finding.wins.length > 0);
	const [first, second] = findings;
	const [subject, other] =
		first.wins.length > second.wins.length ? [first, second] : [second, first];
	return [{ ...subject, loses: other.wins }];
}
