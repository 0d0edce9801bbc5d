/** The table of the steps to a loss. */
import { numberColumn, toTable, textColumn, type Table } from '#core/table.ts';
import { reportTitles as titles } from '../../report.en.ts';
import { estimateText, valueText } from '../tables.ts';
import type { StepsReport } from './stepsToLoss.ts';

type Row = StepsReport['rows'][number];

export const stepsTitle = ({ id, name, every }: StepsReport): string =>
	titles.stepsTo(id === 'average' ? null : (name ?? id), every);

export const medianText = ({ median, last }: Pick<Row, 'median' | 'last'>): string =>
	median === null ? titles.after(last) : String(median);

export const stepsTable = ({ rows, reference }: StepsReport): Table =>
	toTable(rows, [
		[textColumn('group', ''), ({ label }: Row) => label],
		[numberColumn('target', titles.targetLoss), ({ target }) => valueText(target, 'nats')],
		[numberColumn('reached', titles.reached), ({ reached, n }) => titles.reachedOf(reached, n)],
		[numberColumn('median', titles.medianSteps), medianText],
		[
			numberColumn('ratio', titles.fewerSteps(reference)),
			({ ratio, isReference }) => (ratio && !isReference ? estimateText(ratio, 'ratio') : null),
		],
		[
			numberColumn('pairs', titles.n),
			({ ratio, isReference }) => (ratio && !isReference ? String(ratio.n) : null),
		],
	]);
