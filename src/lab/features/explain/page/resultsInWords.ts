/** The results of a run as the parts of one sentence. Pure. */
import { explainWords } from '../words.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ResultRow } from './results.ts';

/** `from`, `to`: exact match. */
interface Scored {
	readonly name: string;
	readonly from: number | null;
	readonly to: number;
}
export interface ResultsInWords {
	/** At least half of the answers are right, or a quarter, or fewer. */
	readonly learned: readonly Scored[];
	readonly partly: readonly Scored[];
	readonly barely: readonly Scored[];
	/** Chance can explain the change. `kept`: at least half of the answers are right all the same. */
	readonly not: readonly Scored[];
	readonly kept: readonly Scored[];
	/** Fewer answers are right than before, beyond chance. */
	readonly worse: readonly Scored[];
	/** Text that is not trained: `ratio` is its loss divided by that of the base model. */
	readonly forgot: readonly {
		readonly name: string;
		readonly ratio: number;
		readonly most: boolean;
	}[];
}

const [half, quarter] = [0.5, 0.25];

/** Each list is sorted, the best skill first. null: the rows say nothing. */
export function resultsInWords(
	rows: readonly ResultRow[],
	{ skills }: Pick<Experiment, 'skills'>,
): ResultsInWords | null {
	const groups = {
		learned: [] as Scored[],
		partly: [] as Scored[],
		barely: [] as Scored[],
		not: [] as Scored[],
		kept: [] as Scored[],
		worse: [] as Scored[],
	};
	const forgot: { name: string; ratio: number; most: boolean }[] = [];
	for (const { skill, name, exact, baseExact, byChance, loss, baseLoss } of rows) {
		if (skill === null) continue;
		if (skills[skill].use === 'train') {
			if (exact === null) continue;
			const gain = exact - (baseExact ?? 0);
			groups[chooseGroup(exact, gain, byChance)].push({ name, from: baseExact, to: exact });
		} else if (baseLoss !== null && loss !== null && baseLoss > 0) {
			const part = forgottenAmount(baseLoss, loss);
			if (part !== 'nothing') forgot.push({ name, ratio: loss / baseLoss, most: part === 'most' });
		}
	}
	for (const group of Object.values(groups)) group.sort((a, b) => b.to - a.to);
	forgot.sort((a, b) => b.ratio - a.ratio);
	const all = Object.values(groups).flat().length + forgot.length;
	return all === 0 ? null : { ...groups, forgot };
}

function chooseGroup(exact: number, gain: number, byChance: boolean) {
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
	const groups = (['learned', 'partly', 'barely', 'not'] as const).filter(
		(group) => results[group].length > 0,
	);
	const { kept: unchanged, worse, forgot } = results;
	const clauses = [
		...groups.map((group, i) => {
			const write = group === 'learned' ? text.rise : text.level;
			return text[group]({ isFirst: i === 0, skills: results[group].map(write) });
		}),
		...(unchanged.length > 0 ? [text.kept({ skills: unchanged.map(text.level) })] : []),
		...(worse.length > 0 ? [text.worse({ skills: worse.map(text.rise) })] : []),
		...forgot.map(text.forgot),
	];
	return text.sentence({ ended, clauses });
}
