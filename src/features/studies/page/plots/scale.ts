/** From values to places along an axis, in percent of its width; ticks at round values. Pure. */
export interface Scale {
	readonly low: number;
	readonly high: number;
	readonly ticks: readonly number[];
}

const factors = [1, 2, 2.5, 5, 10];

/** Round values that cover all of `values` in two to five steps. */
export function scaleOf(values: readonly (number | null | undefined)[]): Scale {
	const known = values.filter((value) => value !== null && value !== undefined);
	const least = Math.min(...known);
	const most = Math.max(...known);
	if (!Number.isFinite(least) || !Number.isFinite(most)) return { low: 0, high: 1, ticks: [0, 1] };
	const span = most - least || Math.abs(most) || 1;
	const rough = span / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * factors.find((factor) => factor * power >= rough * 0.999)!;
	const first = Math.floor(least / step + 1e-9);
	const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
	const ticks = Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
	return { low: ticks[0], high: ticks.at(-1)!, ticks };
}

/** Of the axis’s width, with a margin at both ends for the dots. */
export function placeOf(value: number, { low, high }: Scale): number {
	const share = (value - low) / (high - low);
	return margin + (100 - 2 * margin) * Math.min(1, Math.max(0, share));
}
const margin = 3;

const rounded = (value: number): number => Number(value.toPrecision(10));
