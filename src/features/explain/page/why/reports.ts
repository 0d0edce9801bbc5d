/**
 * Reports of policies as values for the page: comparable traces, a trace as a table, the log, and
 * the measured transfer between skills. Pure.
 */
import { numberColumn, type Table } from '#core/table.ts';
import type { MeasuredTransfer, TransferFigure } from '#lab/run/measuredTransfer.ts';
import type { Explanation } from '#mixing/policy.ts';
import type { Column } from '#page/charts/columns.ts';
import type { ExplanationLog } from '#page/state/ExplanationLog.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';

/** Whether the values are a mix: shares that sum to 1 over the skills. */
export const isMix = (values: readonly (number | null)[]): boolean => {
	const known = values.filter((value) => value !== null);
	return (
		known.length > 0 &&
		known.every((value) => value >= 0) &&
		Math.abs(known.reduce((sum, value) => sum + value, 0) - 1) < 1e-3
	);
};

/**
 * Labels of the traces that are comparable with `figure`, the most likely first. A null `figure` is
 * the share of the mix.
 */
export function comparableLabels(
	{ traces }: Pick<Explanation, 'traces'>,
	figure: string | null,
): readonly string[] {
	const others = traces.filter(({ label }) => label !== figure);
	const drawn = traces.find(({ label }) => label === figure);
	const mixes = figure === null || (drawn !== undefined && isMix(drawn.values));
	return others.filter(({ values }) => isMix(values) === mixes).map(({ label }) => label);
}

/** null: the share of the mix, which every policy reports; else a trace by its label. */
export type Figure = string | null;

const valuesOf = (explanation: Explanation, figure: Figure): readonly (number | null)[] =>
	figure === null
		? explanation.weights
		: (explanation.traces.find(({ label }) => label === figure)?.values ?? []);

/**
 * One quantity by skill, from a run's explanations: [steps, a column per skill, and with `against`
 * a second column per skill]. null: not reported.
 */
export function traceColumns(
	log: ExplanationLog,
	skills: readonly number[],
	figure: Figure,
	against?: Figure,
): [number[], ...Column[]] {
	const columnsOf = (of: Figure) => {
		const rows = log.entries.map(({ explanation }) => valuesOf(explanation, of));
		return skills.map((skill): Column => rows.map((values) => values[skill] ?? null));
	};
	return [
		log.entries.map(({ step }) => step),
		...columnsOf(figure),
		...(against === undefined ? [] : columnsOf(against)),
	];
}

/**
 * A value per skill over the steps, with one row per report that changes a shown value. `columns`:
 * steps, then one column per skill; further columns are left out.
 */
export function traceTable(
	[steps, ...figures]: readonly [number[], ...Column[]],
	skills: readonly WorkbenchSkill[],
	unit: (value: number) => string,
): Table {
	const rows = steps.map((step, row) => {
		const values = skills.map((_, i) => figures[i][row]);
		return [step, ...values.map((value) => (value === null ? format.none : unit(value)))];
	});
	const isNew = (row: number) =>
		row === 0 || rows[row].slice(1).join() !== rows[row - 1].slice(1).join();
	return {
		columns: [
			numberColumn('step', words.common.step),
			...skills.map(({ id, name }) => numberColumn(id, name)),
		],
		rows: rows.filter((_, row) => isNew(row)),
	};
}

export interface Thought {
	readonly step: number;
	readonly text: string;
	readonly warns: boolean;
}

/**
 * A run's policy sentences and warnings, the newest first; at the same step, warnings come before
 * sentences.
 */
export function listThoughts({
	explanations,
	warnings,
}: Pick<RunState, 'explanations' | 'warnings'>): Thought[] {
	const sentences = explanations
		.said()
		.map(({ step, sentence }) => ({ step, text: sentence, warns: false }));
	const warned = warnings
		.toReversed()
		.map(({ step, message }) => ({ step, text: message, warns: true }));
	return [...warned, ...sentences].sort((a, b) => b.step - a.step);
}

export interface MeasuredCell extends TransferFigure {
	readonly learner: number;
	readonly helper: number;
}

/** The measured pairs whose skills are both in `ids`, as indices into it. */
export function measuredCells(
	{ pairs }: MeasuredTransfer,
	ids: readonly string[],
): readonly MeasuredCell[] {
	return pairs.flatMap(({ learner, helper, ...figure }) => {
		const indices = { learner: ids.indexOf(learner), helper: ids.indexOf(helper) };
		return indices.learner < 0 || indices.helper < 0 ? [] : [{ ...figure, ...indices }];
	});
}

/** rows[learner][helper]; null if not measured. */
export function measuredRows(
	cells: readonly MeasuredCell[],
	skills: number,
): readonly (readonly (number | null)[])[] {
	const rows = Array.from({ length: skills }, () => Array<number | null>(skills).fill(null));
	for (const { learner, helper, mean } of cells) rows[learner][helper] = mean;
	return rows;
}
