/** The results of a run as the parts of one sentence. Pure. */
import { forgottenAmount } from '#lab/page/workbench/forgottenAmount.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { explainWords } from '../words.ts';
import type { ResultRow } from './results.ts';

/**
 * learned, partly, barely: at least half of the answers are right, or a quarter, or fewer.
 * not, kept: chance can explain the change; kept: at least half of the answers are right all the
 * same. worse: fewer answers are right than before, beyond chance.
 */
type Group = 'learned' | 'partly' | 'barely' | 'not' | 'kept' | 'worse';
type ResultsInWords = ReturnType<typeof groupSkills>;

const [half, quarter] = [0.5, 0.25];

/** null: the rows say nothing. */
export function resultsInWords(
	rows: readonly ResultRow[],
	experiment: Pick<Experiment, 'skills'>,
): ResultsInWords | null {
	const groups = groupSkills(rows, experiment);
	return Object.values(groups).every((skills) => skills.length === 0) ? null : groups;
}

/** Each list is sorted, the best skill first. `from`, `to`: exact match. */
function groupSkills(rows: readonly ResultRow[], { skills }: Pick<Experiment, 'skills'>) {
	const scored = rows.flatMap(({ skill, name, exact, baseExact: from, byChance }) => {
		if (skill === null || exact === null || skills[skill].use !== 'train') return [];
		return [{ name, from, to: exact, group: chooseGroup(exact, exact - (from ?? 0), byChance) }];
	});
	const inGroup = (group: Group) =>
		scored.filter((each) => each.group === group).sort((a, b) => b.to - a.to);
	/** Text that is not trained: `ratio` is its loss divided by that of the base model. */
	const forgot = rows.flatMap(({ skill, name, loss, baseLoss }) => {
		if (skill === null || skills[skill].use === 'train' || !baseLoss || loss === null) return [];
		const part = forgottenAmount(baseLoss, loss);
		return part === 'nothing' ? [] : [{ name, ratio: loss / baseLoss, most: part === 'most' }];
	});
	return {
		learned: inGroup('learned'),
		partly: inGroup('partly'),
		barely: inGroup('barely'),
		not: inGroup('not'),
		kept: inGroup('kept'),
		worse: inGroup('worse'),
		forgot: forgot.sort((a, b) => b.ratio - a.ratio),
	};
}

function chooseGroup(exact: number, gain: number, byChance: boolean): Group {
	if (gain < 0 && !byChance) return 'worse';
	if (gain <= 0 || byChance) return exact >= half ? 'kept' : 'not';
	if (exact >= half) return 'learned';
	return exact >= quarter ? 'partly' : 'barely';
}

/** The results as a sentence: "It learned A (2 → 90 %), and forgot some of story (loss × 1.2)." */
export function resultsSentence(results: ResultsInWords, ended: boolean): string {
	const text = explainWords.inWords;
	const { kept: unchanged, worse, forgot } = results;
	const groups = (['learned', 'partly', 'barely', 'not'] as const).filter(
		(group) => results[group].length > 0,
	);
	const clauses = [
		...groups.map((group, i) =>
			text[group]({ isFirst: i === 0, skills: results[group].map(text.rise) }),
		),
		...(unchanged.length > 0 ? [text.kept({ skills: unchanged.map(text.level) })] : []),
		...(worse.length > 0 ? [text.worse({ skills: worse.map(text.rise) })] : []),
		...forgot.map(text.forgot),
	];
	return text.sentence({ ended, clauses });
}
