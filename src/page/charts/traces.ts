/** From a run's explanations to the columns of one figure by skill. Pure. */
import type { Explanation } from '#mixing/policy.ts';
import type { ExplanationLog } from '#page/state/ExplanationLog.ts';
import type { Column } from './columns.ts';

/** null: the share of the mix, which every policy tells; else a trace by its label. */
export type Figure = string | null;

const valuesOf = (explanation: Explanation, figure: Figure): readonly (number | null)[] =>
	figure === null
		? explanation.weights
		: (explanation.traces.find(({ label }) => label === figure)?.values ?? []);

/** [steps, a column per skill of `skills`, …, and (with `against`) as many again]; null where a policy does not tell it. */
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
