/** The switches of the policy on a plot: a dotted line at each, and a small triangle on its foot. */
import type uPlot from 'uplot';

const size = 3;

/** `steps`: after so many steps another policy draws. */
export function drawSwitches(chart: uPlot, steps: readonly number[]): void {
	const { ctx, bbox } = chart;
	const ratio = devicePixelRatio;
	ctx.save();
	ctx.strokeStyle = ctx.fillStyle = getComputedStyle(chart.root).color;
	ctx.lineWidth = ratio;
	for (const step of steps) {
		const x = Math.round(chart.valToPos(step, 'x', true));
		if (x < bbox.left || x > bbox.left + bbox.width) continue;
		const foot = bbox.top + bbox.height;
		ctx.setLineDash([ratio, 3 * ratio]);
		ctx.beginPath();
		ctx.moveTo(x, bbox.top);
		ctx.lineTo(x, foot);
		ctx.stroke();
		ctx.beginPath();
		ctx.moveTo(x, foot - 2 * size * ratio);
		ctx.lineTo(x + size * ratio, foot);
		ctx.lineTo(x - size * ratio, foot);
		ctx.fill();
	}
	ctx.restore();
}
