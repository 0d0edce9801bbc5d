/** The finding of a comparison: "By size wins French (+24 points), loses capitals (−46 points)." */
import { scoredPrompts } from '#engine/core/exactMatch.ts';
import { statementText } from '#engine/core/message.ts';
import { lowest } from '#engine/core/statistics.ts';
import { laneFindings, type LaneScores, type SkillWin } from '../../model/findings.ts';
import { compareWords } from '../../words.ts';

/** More skills are counted, not named. */
const named = 3;

interface Compared {
	/** Lanes that are compared, at one step. */
	readonly lanes: readonly LaneScores[];
	/** skillWins(lanes). */
	readonly wins: readonly SkillWin[];
	/** Names of the trained skills. */
	readonly names: readonly string[];
	readonly step: number;
	readonly ended: boolean;
}

export function findingText({ lanes, wins, names, step, ended }: Compared): string {
	const text = compareWords.finding;
	const listed = (some: readonly SkillWin[], write: typeof text.won, sign: 1 | -1) => [
		...some
			.slice(0, named)
			.map(({ skill, by }) => write({ name: names[skill], by: by === null ? null : sign * by })),
		...(some.length > named ? [text.more({ count: some.length - named })] : []),
	];
	const clauses = laneFindings(lanes.length, wins).map(({ lane, wins, loses }) => ({
		title: lanes[lane].title,
		won: listed(wins, text.won, 1),
		loses: loses.length > 0,
		lost: listed(loses, text.lost, -1),
	}));
	const open = [...names.keys()].filter((skill) => wins.every((win) => win.skill !== skill));
	const rest = text.open({
		ended,
		skills: open.length,
		questions: lowest(open.map((skill) => scoredPrompts(lanes[0].skills[skill]))),
	});
	const [only] = clauses;
	const finding =
		clauses.length === 0
			? null
			: lanes.length === 2
				? text.two(only)
				: text.many({ clauses: clauses.map(text.each) });
	const sentences = [...(finding ? [finding] : []), ...(open.length > 0 ? [rest] : [])];
	return text.at({ step, finding: statementText(sentences) });
}
