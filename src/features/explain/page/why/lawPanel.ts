/** The panels of a fitted law: predicted against measured losses, and losses by one share. */
import { highest, lowest, mean } from '#core/statistics.ts';
import type { Explanation } from '#mixing/policy.ts';
import type { Figure, PointsPanel } from '#page/charts/figure.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../../words.en.ts';

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
	const axisOf = (title: string, unit = format.loss) => ({ title, unit });
	const base = { kind: 'points', title: '', columns: { mean: title, low, high } } as const;
	if (axis === null) {
		const losses = trials.flatMap(({ measured, predicted }) => [measured, predicted]);
		return {
			...base,
			x: axisOf(text.measured),
			y: axisOf(text.predicted),
			points: [
				...[lowest(losses), highest(losses)].map((end) =>
					point(text.equal(format.loss(end)), end, end, true),
				),
				...trials.map(({ measured, predicted }, i) =>
					point(text.trial(i + 1), measured, predicted, false),
				),
			],
		};
	}
	const { label, curve } = axes[axis];
	return {
		...base,
		x: axisOf(text.share(label), (value) => format.percent(value)),
		y: axisOf(text.measured),
		points: [
			...curve.map(({ share, loss }) => point(text.law(format.percent(share)), share, loss, true)),
			...trials.map(({ shares, measured }, i) =>
				point(text.trial(i + 1), shares[axis], measured, false),
			),
		],
	};
}

export const lawFigure = (law: Law, axis: number | null): Figure => ({
	name: law.label,
	title: law.label,
	panels: [lawPanel(law, axis)],
	legend: [],
	switches: [],
});

/** Spearman's rank correlation of predicted and measured losses; ties have their mean rank. */
export function rankAgreement({ trials }: Law): number {
	const ranks = (values: readonly number[]) =>
		values.map(
			(value) =>
				values.filter((other) => other < value).length +
				values.filter((other) => other === value).length / 2,
		);
	const x = ranks(trials.map(({ measured }) => measured));
	const y = ranks(trials.map(({ predicted }) => predicted));
	const [mx, my] = [mean(x), mean(y)];
	const covariance = (a: readonly number[], ma: number, b: readonly number[], mb: number) =>
		a.reduce((sum, value, i) => sum + (value - ma) * (b[i] - mb), 0);
	return covariance(x, mx, y, my) / Math.sqrt(covariance(x, mx, x, mx) * covariance(y, my, y, my));
}
