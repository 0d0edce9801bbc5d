/** Columns of one quantity by skill, from a run's explanations. Pure. */
import type { Explanation } from '#mixing/policy.ts';
import type { ExplanationLog } from '#page/state/ExplanationLog.ts';
import type { Column } from '#page/charts/columns.ts';

/** null: the share of the mix, which every policy reports; else a trace by its label. */
export type Figure = string | null;

const valuesOf = (explanation: Explanation<string>, figure: Figure): readonly (number | null)[] =>
	figure === null
		? explanation.weights
		: (explanation.traces.find(({ label }) => label === figure)?.values ?? []);

/** [steps, a column per skill, and with `against` a second column per skill]; null: not reported. */
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
