/** The charts of a race: one line per lane over shared axes, with its name at its end. */
import type { MeasureUnit } from '#engine/core/measureKinds.ts';
import type { Evaluation, EvaluationEvent } from '#lab/training/events.ts';
import type { CurvePanel, Figure, Line, NamedLine } from '#lab/page/charts/figure.ts';
import { evaluationSeries, seriesByStep } from '#lab/page/charts/series.ts';
import { switchMarks } from '#lab/page/state/experiments.ts';
import type { RunHistory } from '#lab/page/state/RunHistory.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import type { NamedSkill } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import * as format from '#languages/format.ts';
import { asHeading } from '#lab/page/words/measureWords.ts';
import { words } from '#lab/page/words/words.ts';
import { heldOutLoss, lossCurve } from '../model/lossCurve.ts';
import { raceWords as text } from '../words.ts';

/** A colour and a dash for each lane, and no colour of a skill. The first lane is solid ink. */
const laneLines: readonly Line[] = [
	{ stroke: 'var(--ink)', width: 2, points: true },
	{ stroke: 'var(--accent)', width: 2, points: true },
	{ stroke: 'var(--lane-2)', width: 2, points: true, dash: [7, 3] },
	{ stroke: 'var(--lane-3)', width: 2, points: true, dash: [2, 3] },
];
export const laneLine = (lane: number): Line => laneLines[lane % laneLines.length];

/** heldOut: the mean held-out loss, for trained skills that count different things. */
export type Measure = 'average' | 'worst' | 'heldOut';
/** What the charts beside each other show. Losses of different texts have no common worst. */
export const shownMeasures = (unit: MeasureUnit): readonly Measure[] =>
	unit === 'loss' ? ['heldOut'] : ['average', 'worst'];

/** `trained`: indices in the experiment. null: the skills have no such figure. */
export function readMeasure(
	evaluation: Evaluation | undefined,
	measure: Measure,
	trained: readonly number[] = [],
): number | null {
	if (!evaluation) return null;
	if (measure === 'average') return evaluation.averageExact;
	if (measure === 'worst') return evaluation.worstExact?.exact ?? null;
	return trained.length === 0 ? null : heldOutLoss(evaluation, trained);
}

export const measureName = (measure: Measure): string =>
	measure === 'heldOut' ? asHeading(words.skills.heldOut) : words.common[measure];

export const measureText = (value: number | null, measure: Measure): string =>
	measure === 'heldOut' ? format.loss(value) : format.percent(value);

/** A lane's evaluations by rising step. */
type LaneEvaluations = readonly EvaluationEvent[];

/** A lane's title, and its name at the end of its line. */
export interface LaneName {
	readonly title: string;
	readonly short: string;
}

export const scorePanel = (
	lanes: readonly LaneEvaluations[],
	names: readonly LaneName[],
	steps: number,
	measure: Measure,
	trained: readonly number[] = [],
): CurvePanel => ({
	kind: 'curves',
	title: measureName(measure),
	steps,
	...(measure !== 'heldOut' && { top: 1 }),
	fits: true,
	unit: (value) => measureText(value, measure),
	lines: names.map(({ title, short }, lane): NamedLine => ({
		label: title,
		endName: short,
		...laneLine(lane),
		...evaluationSeries(lanes[lane], (evaluation) => readMeasure(evaluation, measure, trained)),
	})),
});

/** The losses of each skill that the moving line takes the mean of. */
export const recentLosses = 10;

/**
 * Each lane's training loss at every step: the mean of the newest losses in front, the newest ones
 * behind, and the held-out loss as points. `trained`: indices in the experiment.
 */
export function lossPanel(
	lanes: readonly { readonly history: RunHistory; readonly evaluations: LaneEvaluations }[],
	names: readonly LaneName[],
	steps: number,
	trained: readonly number[],
): CurvePanel {
	const drawn = names.map((name, lane) => ({ ...name, ...lanes[lane], line: laneLine(lane) }));
	const curve = (history: RunHistory, window: number) =>
		seriesByStep(lossCurve(history, trained, window));
	return {
		kind: 'curves',
		title: '',
		steps,
		fits: true,
		lines: [
			...drawn.map(({ title: policy, history, line: { stroke } }) => ({
				label: text.lossLines.each({ policy }),
				stroke,
				width: 1,
				opacity: 0.22,
				behind: true,
				...curve(history, 1),
			})),
			...drawn.map(({ title, short, history, line }) => ({
				...line,
				label: title,
				endName: short,
				points: false,
				...curve(history, recentLosses),
			})),
			...drawn.map(({ title: policy, evaluations, line: { stroke } }) => ({
				label: text.lossLines.heldOut({ policy }),
				stroke,
				width: 0,
				points: true,
				...evaluationSeries(evaluations, (evaluation) => heldOutLoss(evaluation, trained)),
			})),
		],
	};
}

export interface RaceSkill extends NamedSkill {
	readonly index: number;
}
/** The switches of all lanes, each on its lane's curve. */
export const switchesOnCurves = (
	runs: readonly RunState[],
	titleOf: (id: string) => string,
	measure: Measure,
	trained: readonly number[] = [],
): Figure['switches'] =>
	runs.flatMap(({ experiment, history }, lane) =>
		switchMarks(experiment.policy, titleOf).flatMap((mark) => {
			const value = readMeasure(history.evaluationAt(mark.step), measure, trained);
			return value === null ? [] : [{ ...mark, at: { value, color: laneLine(lane).stroke } }];
		}),
	);
