/** Numbers of a report as its plots show them. */
import type { Estimate, Measure } from '../../model/measures.ts';
import { estimateText, minus, valueText } from '../../model/tables.ts';
import { reportTitles } from '../../report.en.ts';

type Unit = Measure['unit'];

/** Shares in per cent with one digit, losses in nats with two. */
export const shown = (value: number, unit: Unit): string => valueText(value, unit, 2);

/** A tick of an axis, without trailing zeros. */
export const tickText = (value: number, unit: Unit): string =>
	minus(String(Number((unit === 'share' ? 100 * value : value).toPrecision(6))));

/** The mean with its interval and n. */
export const estimateWithN = (estimate: Estimate, unit: Unit, write = shown): string =>
	reportTitles.withN(estimateText(estimate, unit, write), estimate.n);
