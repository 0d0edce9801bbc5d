/** Newest scores of compared runs by skill, and their change from the base model. Pure. */
import { numberColumn, textColumn, type Cell, type Table } from '#core/table.ts';
import { withSign } from '#core/text.ts';
import type { Evaluation } from '#training/events.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { runWords } from '../words.en.ts';
import type { Curves } from './metrics.ts';

type Read = (evaluation: Evaluation) => number | null | undefined;

/** The newest value and its change from the base model; null: the run has no such number. */
function newest({ history: { latest, base } }: Curves, read: Read) {
	const value = latest && read(latest);
	if (value === null || value === undefined) return null;
	const before = base && read(base);
	return { value, change: before === null || before === undefined ? null : value - before };
}

const exactCell = (run: Curves, read: Read): Cell => {
	const found = newest(run, read);
	if (!found) return '';
	return { text: format.percent(found.value), note: format.points(found.change), strong: true };
};
const lossCell = (run: Curves, read: Read): Cell => {
	const found = newest(run, read);
	if (!found) return '';
	const text = format.loss(found.value);
	return found.change === null ? text : { text, note: withSign(found.change, 2) };
};

/**
 * A row per skill, in the order of `names` (by id), then the average and the worst skill, which
 * have no loss. Two columns per run: exact match and loss.
 */
export function skillTable(runs: readonly Curves[], names: ReadonlyMap<string, string>): Table {
	const text = runWords.compare;
	const bySkill = [...names].map(([id, name]) => [
		name,
		...runs.flatMap((run) => {
			const index = run.skills.indexOf(id);
			return [
				exactCell(run, ({ skills }) => skills[index]?.exact),
				lossCell(run, ({ skills }) => skills[index]?.loss),
			];
		}),
	]);
	const overall = (name: string, read: Read) => [
		name,
		...runs.flatMap((run) => [exactCell(run, read), '']),
	];
	return {
		columns: [
			textColumn('skill', words.common.skill),
			...runs.flatMap((_, i) => [
				numberColumn(`${i} exact`, text.exact),
				numberColumn(`${i} loss`, words.skills.loss),
			]),
		],
		rows: [
			...bySkill,
			overall(words.common.average, ({ averageExact }) => averageExact),
			overall(words.common.worst, ({ worstExact }) => worstExact?.exact),
		],
	};
}
