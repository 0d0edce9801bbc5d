/** Lists of numbers as people write them: `1, 2, 3`, `1–5`, `0.5 1 2`. Pure. */

/** More are a slip of the finger; the worker refuses them by name. */
const longestRange = 10_000;

/** null: what cannot be read as numbers. */
export function readNumbers(text: string): number[] | null {
	const values: number[] = [];
	for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
		const range = /^(\d+)\s*[–-]\s*(\d+)$/.exec(part);
		if (range) {
			const [from, to] = [Number(range[1]), Number(range[2])];
			if (to < from || to - from >= longestRange) return null;
			for (let value = from; value <= to; value++) values.push(value);
		} else if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part)) values.push(Number(part));
		else return null;
	}
	return values;
}

/** A run of whole numbers as a range. */
export function writeNumbers(values: readonly number[]): string {
	const isRun =
		values.length > 2 && values.every((v, i) => Number.isInteger(v) && v === values[0] + i);
	return isRun ? `${values[0]}–${values.at(-1)}` : values.join(', ');
}
