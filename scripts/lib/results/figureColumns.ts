/** Columns of the tables in results/details.md: each is one measure of a study's cells. */
import { InternalError } from '#engine/core/errors.ts';
import { mean, meanInterval } from '#engine/core/statistics.ts';
import { fixed, withSign } from '#languages/format.ts';
import { listsByKey } from '#lab/features/studies/model/groups.ts';
import { estimateMean, type Estimate } from '#lab/features/studies/model/measures.ts';
import type { CellResult } from '#lab/features/studies/model/result.ts';
import type { Factors } from '#lab/features/studies/model/study.ts';
import { publishedStudy, type PublishedStudy } from './publishedStudy.ts';

/** The text of a cell in a column, from the first cell of its row. */
export type FigureColumn = (row: string) => string;

type Read = (cell: CellResult, study: PublishedStudy) => number;

export const average: Read = ({ final }) => 100 * known(final.averageExact);
/** The run chose this checkpoint by its score on validation rows. */
export const bestAverage: Read = ({ best }) => 100 * known(best?.averageExact);
export const worst: Read = ({ final }) => 100 * known(final.worstExact?.exact);
export const readExact =
	(skill: string): Read =>
	(cell, study) =>
		100 * known(cell.final.skills[skillIndex(study, skill)].exact);
export const readLoss =
	(skill: string): Read =>
	(cell, study) =>
		cell.final.skills[skillIndex(study, skill)].loss;
export const averageLoss: Read = ({ final }) => mean(final.skills.map(({ loss }) => loss));
export const changeOfGeneralLoss: Read = ({ base, final }, study) => {
	const [general] = study.study.groups.general;
	const index = skillIndex(study, general);
	return final.skills[index].loss - base.skills[index].loss;
};
export const readShare =
	(skill: string): Read =>
	({ mix }) =>
		100 * known(mix[skill]);
export const noisyShare: Read = (cell) => 100 * known(cell.noisyShare);

/** The cells of a row, in the order of the seeds. */
interface Row {
	readonly study: PublishedStudy;
	readonly cells: readonly CellResult[];
}

export const policyRow =
	(name: string, labelOf = (row: string) => row) =>
	(row: string): Row =>
		rowWith(name, { policy: labelOf(row) });

export function rowWith(name: string, factors: Factors): Row {
	const study = publishedStudy(name);
	const cells = study.results
		.filter((cell) => Object.entries(factors).every(([id, value]) => cell.factors[id] === value))
		.toSorted((a, b) => Number(a.factors.seed) - Number(b.factors.seed));
	if (cells.length === 0)
		throw new InternalError(`${study.csv} has no cell with ${JSON.stringify(factors)}.`);
	return { study, cells };
}

/** One number per seed: the mean over the cells of a seed (base models). */
const values = ({ study, cells }: Row, read: Read): number[] =>
	[...listsByKey(cells, ({ factors }) => String(factors.seed)).values()].map((ofSeed) =>
		mean(ofSeed.map((cell) => read(cell, study))),
	);

const oneDigit = (value: number) => minus(fixed(value, 1));
export const two = (value: number) => minus(fixed(value, 2));
export const three = (value: number) => minus(fixed(value, 3));
const minus = (text: string) => text.replace('-', '−');
const whole = (value: number) => value.toLocaleString('en');

type RowOf = (row: string) => Row;

export const meanColumn =
	(rowOf: RowOf, read: Read, write = oneDigit): FigureColumn =>
	(row) =>
		write(mean(values(rowOf(row), read)));

/** The mean ± the half of Student's 95 % interval. */
export const studentColumn =
	(rowOf: RowOf, read: Read, write = oneDigit): FigureColumn =>
	(row) => {
		const { mean: centre, high } = meanInterval(values(rowOf(row), read));
		return `${write(centre)} ± ${write(high - centre)}`;
	};

/** The mean with its 95 % bootstrap interval. */
export const bootstrapColumn =
	(rowOf: RowOf, read: Read, write = oneDigit): FigureColumn =>
	(row) =>
		estimateText(estimateMean(values(rowOf(row), read)), write);

function estimateText(estimate: Estimate | null, write: (value: number) => string): string {
	const { mean: centre, low, high } = estimate ?? {};
	return `${write(known(centre))} (${write(known(low))} to ${write(known(high))})`;
}

/** The paired difference with Student's 95 % interval. */
export function difference(row: Row, against: Row, read: Read, digits = 1): string {
	const others = values(against, read);
	const differences = values(row, read).map((value, i) => value - others[i]);
	const { mean: centre, low, high } = meanInterval(differences);
	const write = (value: number) => withSign(value, digits);
	return `${write(centre)} (${write(low)} to ${write(high)})`;
}

/** A dash in the row of the other policy. */
export const differenceColumn =
	(rowOf: RowOf, read: Read, against: string, digits = 1): FigureColumn =>
	(row) =>
		row === against ? '–' : difference(rowOf(row), rowOf(against), read, digits);

export const seedsColumn =
	(rowOf: RowOf, read: Read): FigureColumn =>
	(row) =>
		values(rowOf(row), read).map(oneDigit).join(', ');

/** A number that all cells of the row have in common. */
export const commonColumn =
	(rowOf: RowOf, read: Read): FigureColumn =>
	(row) => {
		const [first, ...others] = values(rowOf(row), read);
		if (others.some((value) => value !== first)) throw new InternalError(`${row}: not one number.`);
		return whole(first);
	};

/** `named`: the id of a built-in skill, or the name of a file's. */
function skillIndex({ study, csv }: PublishedStudy, named: string | undefined): number {
	const { skills } = study.experiment;
	const index = skills.findIndex(({ id, name }) => id === named || name === named);
	if (index < 0) throw new InternalError(`${csv} has no skill ${named}.`);
	return index;
}

function known(value: number | null | undefined): number {
	if (value === null || value === undefined) throw new InternalError('The CSV has no such number.');
	return value;
}
