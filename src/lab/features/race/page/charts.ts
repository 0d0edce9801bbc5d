/** The charts of a race: one line per lane over shared axes, and the mix of each lane. */
import { highest } from '#engine/core/statistics.ts';
import type { Evaluation, EvaluationEvent } from '#lab/training/events.ts';
import type { Columns } from '#lab/page/charts/columns.ts';
import type { CurvePanel, Figure, Line, NamedLine } from '#lab/page/charts/figure.ts';
import { switchMarks } from '#lab/page/state/experiments.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import type { NamedSkill } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import * as format from '#languages/format.ts';
import { words } from '#lab/page/words/words.ts';

/** A colour and a dash for each lane, and no colour of a skill. The first lane is solid ink. */
const laneLines: readonly Line[] = [
	{ stroke: 'var(--ink)', width: 2, points: true },
	{ stroke: 'var(--accent)', width: 2, points: true },
	{ stroke: 'var(--lane-2)', width: 2, points: true, dash: [7, 3] },
	{ stroke: 'var(--lane-3)', width: 2, points: true, dash: [2, 3] },
];
export const laneLine = (lane: number): Line => laneLines[lane % laneLines.length];

export type Measure = 'average' | 'worst';
export const readMeasure = (evaluation: Evaluation | undefined, measure: Measure): number | null =>
	(measure === 'average' ? evaluation?.averageExact : evaluation?.worstExact?.exact) ?? null;

/** A lane's evaluations by rising step. */
type LaneEvaluations = readonly EvaluationEvent[];

/** [step, each lane's value]: NaN where it is not evaluated. */
function scoreColumns(lanes: readonly LaneEvaluations[], measure: Measure): Columns {
	const last = Math.max(0, highest(lanes.map((evaluations) => evaluations.at(-1)?.step ?? 0)));
	const columns = lanes.map((evaluations) => {
		const column = new Float64Array(last + 1).fill(NaN);
		for (const evaluation of evaluations)
			column[evaluation.step] = readMeasure(evaluation, measure) ?? NaN;
		return column;
	});
	return [Float64Array.from({ length: last + 1 }, (_, step) => step), ...columns];
}

export const scorePanel = (
	lanes: readonly LaneEvaluations[],
	titles: readonly string[],
	steps: number,
	measure: Measure,
): CurvePanel => ({
	kind: 'curves',
	title: words.common[measure],
	steps,
	top: 1,
	unit: (share) => format.percent(share),
	data: scoreColumns(lanes, measure),
	lines: titles.map((label, lane): NamedLine => ({ label, ...laneLine(lane) })),
});

export interface RaceSkill extends NamedSkill {
	readonly index: number;
}
/** The switches of all lanes, each on its lane's curve. */
export const switchesOnCurves = (
	runs: readonly RunState[],
	titleOf: (id: string) => string,
	measure: Measure,
): Figure['switches'] =>
	runs.flatMap(({ experiment, history }, lane) =>
		switchMarks(experiment.policy, titleOf).flatMap((mark) => {
			const value = readMeasure(history.evaluationAt(mark.step), measure);
			return value === null ? [] : [{ ...mark, at: { value, color: laneLine(lane).stroke } }];
		}),
	);
