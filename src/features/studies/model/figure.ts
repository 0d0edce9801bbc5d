/** Numbers of cells as a report's figures. */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { mean } from '#core/statistics.ts';
import type { Figure } from './reportTypes.ts';

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Over the cells that have the number; null where none has. */
export function figureOf(values: readonly (number | null)[]): Figure | null {
	const numbers = values.filter((value) => value !== null);
	if (numbers.length === 0) return null;
	const { mean, low, high, n } = bootstrapInterval(numbers);
	return { mean, low: known(low), high: known(high), n };
}

/** null of nothing. */
export function meanOf(values: readonly (number | null)[]): number | null {
	const numbers = values.filter((value) => value !== null);
	return numbers.length === 0 ? null : mean(numbers);
}
