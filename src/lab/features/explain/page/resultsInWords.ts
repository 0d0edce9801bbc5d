/** The results of a run as one sentence. Pure. */
import { statementText } from '#engine/core/message.ts';
import { isTold } from '#engine/core/paired.ts';
import type { Interval } from '#engine/core/statistics.ts';
import { forgottenAmount } from '#lab/page/workbench/forgottenAmount.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import * as format from '#languages/format.ts';
import { explainWords } from '../words.ts';
import type { ResultRow } from './results.ts';

/**
 * What the intervals of a trained skill allow to say of it. learned, partly, barely: more answers
 * are right, now at least half of them, or a quarter, or fewer. kept: at least half are right as
 * before. worse: fewer are right. fell, rose: the answers do not tell, the loss does. not: the loss
 * stayed. unclear: the rows are too few to tell.
 */
type Group =
	'learned' | 'partly' | 'barely' | 'kept' | 'worse' | 'fell' | 'rose' | 'not' | 'unclear';

const [half, quarter] = [0.5, 0.25];
/** A change of the share of right answers, and a relative one of the loss, that count as none. */
const small = { answers: 0.1, loss: 0.02 };

const isWithin = ({ low, high }: Interval, margin: number): boolean =>
	low >= -margin && high <= margin;

/** null: the run is too old to know single rows. */
function chooseGroup({ exact, unit, baseLoss, change }: ResultRow): Group | null {
	const { exact: answers, loss } = change ?? { exact: null, loss: null };
	// A share of next tokens is never 0: no level of it means that a skill is learned.
	if (answers && exact !== null && unit !== 'tokens') {
		if (answers.high < 0) return 'worse';
		if (answers.low > 0) {
			if (exact >= half) return 'learned';
			return exact >= quarter ? 'partly' : 'barely';
		}
		if (exact >= half && isWithin(answers, small.answers)) return 'kept';
	}
	if (loss && isTold(loss)) return loss.mean < 0 ? 'fell' : 'rose';
	if (loss && baseLoss !== null && isWithin(loss, small.loss * baseLoss)) return 'not';
	return answers || loss ? 'unclear' : null;
}

/**
 * The results as a sentence: "It learned A (2 → 90 %), and forgot some of story (loss × 1.2)." In
 * each group the best skill comes first. A second sentence has the skills with too few rows. null:
 * the rows say nothing.
 */
export function resultsSentence(
	rows: readonly ResultRow[],
	{ skills }: Pick<Experiment, 'skills'>,
	ended: boolean,
): string | null {
	const text = explainWords.inWords;
	/** `from`, `to`: exact match. */
	const scored = rows
		.flatMap((row) => {
			const { skill, name, exact, baseExact: from, baseLoss, loss, rows } = row;
			const group = skill !== null && skills[skill].use === 'train' ? chooseGroup(row) : null;
			if (group === null) return [];
			const losses = { fromLoss: format.loss(baseLoss), toLoss: format.loss(loss) };
			return [{ name, from, to: exact ?? 0, ...losses, rows: rows ?? 0, group }];
		})
		.sort((a, b) => b.to - a.to);
	const inGroup = (group: Group) => scored.filter((each) => each.group === group);
	/** Text that is not trained: `ratio` is its loss divided by that of the base model. */
	const watched = rows
		.flatMap(({ skill, name, loss, baseLoss, change, rows }) => {
			if (skill === null || skills[skill].use === 'train') return [];
			if (!baseLoss || loss === null || !change?.loss) return [];
			const part = forgottenAmount(baseLoss, change.loss);
			return [{ name, ratio: loss / baseLoss, most: part === 'most', part, rows: rows ?? 0 }];
		})
		.sort((a, b) => b.ratio - a.ratio);
	const learned = [
		...(['learned', 'partly', 'barely'] as const).map((group) => ({
			group,
			skills: inGroup(group).map(text.rise),
		})),
		{ group: 'not' as const, skills: inGroup('not').map(text.lossRise) },
	].filter(({ skills }) => skills.length > 0);
	const listed = (group: Group, write: (skill: (typeof scored)[number]) => string) => {
		const found = inGroup(group).map(write);
		return found.length > 0 ? [{ skills: found }] : [];
	};
	const clauses = [
		...learned.map(({ group, skills }, i) => text[group]({ isFirst: i === 0, skills })),
		...listed('kept', text.level).map(text.kept),
		...listed('fell', text.lossRise).map(text.fell),
		...listed('rose', text.lossRise).map(text.rose),
		...listed('worse', text.rise).map(text.worse),
		...watched.filter(({ part }) => part === 'some' || part === 'most').map(text.forgot),
	];
	const unclear = [...inGroup('unclear'), ...watched.filter(({ part }) => part === 'unclear')];
	const sentences = [
		...(clauses.length > 0 ? [text.sentence({ ended, clauses })] : []),
		...(unclear.length > 0 ? [text.unclear({ skills: unclear.map(text.few) })] : []),
	];
	return sentences.length > 0 ? statementText(sentences) : null;
}
