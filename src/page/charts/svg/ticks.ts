/** Where an axis has its ticks: the smallest step of a list that leaves them room, as uPlot chooses it. Pure. */

/** 1, 2, 2.5 and 5 times the powers of ten. */
const decimalSteps: readonly number[] = Array.from({ length: 33 }, (_, i) => i - 16).flatMap(
	(exponent) => [1, 2, 2.5, 5].map((factor) => Number(`${factor}e${exponent}`)),
);

/** `space`: pixels that two ticks are apart, at least. */
export function ticksOf(
	[min, max]: readonly [number, number],
	pixels: number,
	space: number,
	steps: readonly number[] = decimalSteps,
): number[] {
	if (!(max > min)) return [];
	const least = (space * (max - min)) / pixels;
	const step = steps.find((size) => size >= least);
	if (step === undefined) return [];
	const first = Math.ceil(min / step - 1e-9);
	const last = Math.floor(max / step + 1e-9);
	return Array.from({ length: last - first + 1 }, (_, i) =>
		Number(((first + i) * step).toPrecision(12)),
	);
}
