/** The panels of a fitted law: predicted against measured losses, and losses by one share. */
import { highest, lowest, spearman } from '#engine/core/statistics.ts';
import type { Explanation } from '#mixing/index.ts';
import type { Figure, PointsPanel } from '#lab/page/charts/figure.ts';
import * as format from '#languages/format.ts';
import { storedText } from '#languages/language.ts';
import { words } from '#lab/page/words/words.ts';
import { explainWords } from '../../words.ts';

export type Law = NonNullable<Explanation<string>['law']>;

/** `axis`: an index of law.axes; null: predicted against measured. */
export function lawPanel({ axes, trials }: Law, axis: number | null): PointsPanel {
	const text = explainWords.law;
	const { mean: title, low, high } = words.files.chart;
	const at = (value: number) => ({ mean: value, low: null, high: null });
	const point = (label: string, x: number, y: number, leads: boolean) => ({
		label,
		short: '',
		x: at(x),
		y: at(y),
		leads,
	});
	const makeAxis = (title: string, unit = format.loss) => ({ title, unit });
	const base = { kind: 'points', title: '', columns: { mean: title, low, high } } as const;
	if (axis === null) {
		const losses = trials.flatMap(({ measured, predicted }) => [measured, predicted]);
		return {
			...base,
			x: makeAxis(text.measured),
			y: makeAxis(text.predicted),
			points: [
				...[lowest(losses), highest(losses)].map((end) =>
					point(text.equal({ loss: format.loss(end) }), end, end, true),
				),
				...trials.map(({ measured, predicted }, i) =>
					point(text.trial({ number: i + 1 }), measured, predicted, false),
				),
			],
		};
	}
	const { label, curve } = axes[axis];
	return {
		...base,
		x: makeAxis(text.share({ name: label }), (value) => format.percent(value)),
		y: makeAxis(text.measured),
		points: [
			...curve.map(({ share, loss }) =>
				point(text.law({ share: format.percent(share) }), share, loss, true),
			),
			...trials.map(({ shares, measured }, i) =>
				point(text.trial({ number: i + 1 }), shares[axis], measured, false),
			),
		],
	};
}

export const lawFigure = (law: Law, axis: number | null): Figure => ({
	name: law.label,
	title: storedText(law.label),
	panels: [lawPanel(law, axis)],
	legend: [],
	switches: [],
});

/** The rank correlation of predicted and measured losses. null: all of one kind are equal. */
export const rankAgreement = ({ trials }: Law): number | null =>
	spearman(trials.map(({ measured, predicted }) => [measured, predicted]));
