/** The switches of each compared run, as triangles on its own curve. */
import type uPlot from 'uplot';

export interface CurveMarks {
	/** Name of the CSS variable of the run's colour. */
	readonly variable: string;
	/** [step, value] of each switch. */
	readonly points: readonly (readonly [number, number])[];
}

/** Half of a triangle's width, in CSS pixels. */
const size = 5;

export function drawCurveMarks(chart: uPlot, curves: readonly CurveMarks[]): void {
	const { ctx } = chart;
	const reach = size * devicePixelRatio;
	const style = getComputedStyle(chart.root);
	ctx.save();
	ctx.lineWidth = devicePixelRatio;
	ctx.strokeStyle = style.getPropertyValue('--paper');
	for (const { variable, points } of curves) {
		ctx.fillStyle = style.getPropertyValue(variable);
		for (const [step, value] of points) {
			const x = chart.valToPos(step, 'x', true);
			const y = chart.valToPos(value, 'y', true);
			ctx.beginPath();
			ctx.moveTo(x, y + reach);
			ctx.lineTo(x + reach, y - reach);
			ctx.lineTo(x - reach, y - reach);
			ctx.closePath();
			ctx.fill();
			ctx.stroke();
		}
	}
	ctx.restore();
}
