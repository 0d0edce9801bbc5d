/** The results of a run as one sentence. Pure. */
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

const [half, quarter] = [0.5, 0.25];

function chooseGroup(exact: number, gain: number, byChance: boolean): Group {
	if (gain < 0 && !byChance) return 'worse';
	if (gain <= 0 || byChance) return exact >= half ? 'kept' : 'not';
	if (exact >= half) return 'learned';
	return exact >= quarter ? 'partly' : 'barely';
}

/**
 * The results as a sentence: "It learned A (2 → 90 %), and forgot some of story (loss × 1.2)." In
 * each group the best skill comes first. null: the rows say nothing.
 */
export function resultsSentence(
	rows: readonly ResultRow[],
	{ skills }: Pick<Experiment, 'skills'>,
	ended: boolean,
): string | null {
	const text = explainWords.inWords;
	/** `from`, `to`: exact match. */
	const scored = rows
		.flatMap(({ skill, name, exact, baseExact: from, byChance }) => {
			if (skill === null || exact === null || skills[skill].use !== 'train') return [];
			const group = chooseGroup(exact, exact - (from ?? 0), byChance);
			return [{ name, from, to: exact, group }];
		})
		.sort((a, b) => b.to - a.to);
	const inGroup = (group: Group) => scored.filter((each) => each.group === group);
	/** Text that is not trained: `ratio` is its loss divided by that of the base model. */
	const forgot = rows
		.flatMap(({ skill, name, loss, baseLoss }) => {
			if (skill === null || skills[skill].use === 'train' || !baseLoss || loss === null) return [];
			const part = forgottenAmount(baseLoss, loss);
			return part === 'nothing' ? [] : [{ name, ratio: loss / baseLoss, most: part === 'most' }];
		})
		.sort((a, b) => b.ratio - a.ratio);
	const learned = (['learned', 'partly', 'barely', 'not'] as const)
		.map((group) => ({ group, skills: inGroup(group).map(text.rise) }))
		.filter(({ skills }) => skills.length > 0);
	const [known, worse] = [inGroup('kept').map(text.level), inGroup('worse').map(text.rise)];
	const clauses = [
		...learned.map(({ group, skills }, i) => text[group]({ isFirst: i === 0, skills })),
		...(known.length > 0 ? [text.kept({ skills: known })] : []),
		...(worse.length > 0 ? [text.worse({ skills: worse })] : []),
		...forgot.map(text.forgot),
	];
	return clauses.length > 0 ? text.sentence({ ended, clauses }) : null;
}
