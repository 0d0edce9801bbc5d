/** The results of a run as the parts of one sentence. Pure. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import { explainWords } from '../words.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ResultRow } from './results.ts';

/**
 * learned, partly, barely: at least half of the answers are right, or a quarter, or fewer. not:
 * chance can explain the change; kept: so it can, and at least half are right all the same. worse:
 * fewer are right than before, beyond chance.
 */
const groups = ['learned', 'partly', 'barely', 'not', 'kept', 'worse'] as const;
type Group = (typeof groups)[number];

/** `from`, `to`: exact match. */
interface Scored {
	readonly group: Group;
	readonly name: string;
	readonly from: number | null;
	readonly to: number;
}
/** Text that is not trained: `ratio` is its loss divided by that of the base model. */
interface Forgotten {
	readonly name: string;
	readonly ratio: number;
	readonly most: boolean;
}
export type ResultsInWords = Readonly<Record<Group, readonly Scored[]>> & {
	readonly forgot: readonly Forgotten[];
};

const [half, quarter] = [0.5, 0.25];

/** Each list is sorted, the best skill first. null: the rows say nothing. */
export function resultsInWords(
	rows: readonly ResultRow[],
	{ skills }: Pick<Experiment, 'skills'>,
): ResultsInWords | null {
	const scored: Scored[] = [];
	const forgot: Forgotten[] = [];
	for (const { skill, name, exact, baseExact, byChance, loss, baseLoss } of rows) {
		if (skill === null) continue;
		if (skills[skill].use === 'train') {
			if (exact === null) continue;
			const group = chooseGroup(exact, exact - (baseExact ?? 0), byChance);
			scored.push({ group, name, from: baseExact, to: exact });
		} else if (baseLoss !== null && loss !== null && baseLoss > 0) {
			const part = forgottenAmount(baseLoss, loss);
			if (part !== 'nothing') forgot.push({ name, ratio: loss / baseLoss, most: part === 'most' });
		}
	}
	if (scored.length + forgot.length === 0) return null;
	scored.sort((a, b) => b.to - a.to);
	forgot.sort((a, b) => b.ratio - a.ratio);
	const lists = listsByKey(scored, ({ group }) => group);
	const all = groups.map((group) => [group, lists.get(group) ?? []] as const);
	return { ...(Object.fromEntries(all) as Record<Group, Scored[]>), forgot };
}

function chooseGroup(exact: number, gain: number, byChance: boolean): Group {
	if (gain < 0 && !byChance) return 'worse';
	if (gain <= 0 || byChance) return exact >= half ? 'kept' : 'not';
	if (exact >= half) return 'learned';
	return exact >= quarter ? 'partly' : 'barely';
}

/** A relative rise of the loss below 2 % is not reported. */
const noticeable = 1.02;
/** At twice the loss, the model gives the right token the square of its earlier probability. */
const large = 2;

/** How much of a text the base model forgot. Losses on a text that is not trained, in nats. */
export function forgottenAmount(base: number, loss: number): 'nothing' | 'some' | 'most' {
	if (!(loss > noticeable * base)) return 'nothing';
	return loss >= large * base ? 'most' : 'some';
}

/** The results as a sentence: "It learned A (2 → 90 %), and forgot some of story (loss × 1.2)." */
export function resultsSentence(results: ResultsInWords, ended: boolean): string {
	const text = explainWords.inWords;
	const first = (['learned', 'partly', 'barely', 'not'] as const).filter(
		(group) => results[group].length > 0,
	);
	const { kept: unchanged, worse, forgot } = results;
	const clauses = [
		...first.map((group, i) => {
			const write = group === 'learned' ? text.rise : text.level;
			return text[group]({ isFirst: i === 0, skills: results[group].map(write) });
		}),
		...(unchanged.length > 0 ? [text.kept({ skills: unchanged.map(text.level) })] : []),
		...(worse.length > 0 ? [text.worse({ skills: worse.map(text.rise) })] : []),
		...forgot.map(text.forgot),
	];
	return text.sentence({ ended, clauses });
}
