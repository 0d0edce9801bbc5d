/** A report's figures as text: shares in per cent, differences of them in points, losses in nats. */
import { signed as withSign } from '#core/signed.ts';
import type { Figure } from '../../study.ts';
import { none } from '#page/words/format.ts';
import { reportWords } from '../../words.en.ts';

export type Unit = 'share' | 'nats';
const text = reportWords;

export const shown = (value: number, unit: Unit): string =>
	minus(unit === 'share' ? (100 * value).toFixed(1) : value.toFixed(2));

/** On an axis: no more digits than it needs. */
export const tickText = (value: number, unit: Unit): string =>
	minus(String(Number((unit === 'share' ? 100 * value : value).toPrecision(6))));

/** With its sign. */
export const signed = (value: number, unit: Unit): string =>
	unit === 'share' ? withSign(100 * value, 1) : withSign(value, 3);

/** With its interval, and with n where the surroundings do not say it. */
export function figureText(
	figure: Figure | null | undefined,
	unit: Unit,
	write: typeof shown = shown,
	nearbyN?: number,
): string {
	if (!figure) return none;
	const { mean, low, high, n } = figure;
	const value =
		low === null || high === null
			? write(mean, unit)
			: text.interval(write(mean, unit), write(low, unit), write(high, unit));
	return n === nearbyN ? value : text.ofN(value, n);
}

const minus = (digits: string): string => digits.replace('-', '−');
