/** The results of a study's cells as CSV. */
import { tableCsv } from '#engine/core/csv.ts';
import { toTable, textColumn, type Cell } from '#engine/core/table.ts';
import { factorIds, sortByCell } from './factors.ts';
import type { CellResult, LossAt } from './result.ts';
import { findGroup, type Study } from './study.ts';

/** A skill of a finished cell, with its scores at the end and before the first step. */
type CsvRow = ReturnType<typeof csvRows>[number];

const csvColumns: readonly (readonly [string, (row: CsvRow) => Cell])[] = [
	['skill', ({ id }) => id],
	['name', ({ name }) => name],
	['group', ({ group }) => group],
	['use', ({ use }) => use],
	['exact', ({ after }) => after.exact],
	['loss', ({ after }) => after.loss],
	['tokenAccuracy', ({ after }) => after.tokenAccuracy],
	['examples', ({ after }) => after.examples],
	['baseExact', ({ before }) => before.exact],
	['baseLoss', ({ before }) => before.loss],
	['baseExamples', ({ before }) => before.examples],
	['averageExact', ({ final }) => final.averageExact],
	['worstExact', ({ final }) => final.worstExact?.exact ?? null],
	['worstSkill', ({ worstSkill }) => worstSkill],
	['meanShare', ({ mix, id }) => mix[id] ?? null],
	['examplesShare', ({ drawn, id }) => drawn?.examples[id] ?? null],
	['tokensShare', ({ drawn, id }) => drawn?.tokens[id] ?? null],
	['steps', ({ steps }) => steps],
	['tokens', ({ tokens }) => tokens],
	// Early results have no times.
	['trainingSeconds', ({ trainingMilliseconds }) => trainingMilliseconds / 1000 || null],
	['totalSeconds', ({ totalMilliseconds }) => totalMilliseconds / 1000 || null],
	['probeSeconds', ({ cost }) => cost.probeMilliseconds / 1000],
	['updatesBeforehand', ({ cost }) => cost.updates],
	['measuredBeforehand', ({ cost }) => cost.measured],
	['secondsBeforehand', ({ cost }) => cost.milliseconds / 1000],
	['noisyShare', ({ noisyShare }) => noisyShare],
	['backend', ({ backend }) => backend],
	['engine', ({ engine = null }) => engine],
	['experiment', ({ experiment }) => experiment],
	/** Step and loss of each evaluation: `0:2.33562 25:1.98`. */
	['lossAt', ({ lossAt, index }) => (lossAt ? lossText(lossAt, index) : null)],
];

/** Only in studies that choose best checkpoints. */
const bestColumns: typeof csvColumns = [
	['bestStep', ({ best }) => best?.step ?? null],
	['bestExact', ({ best, index }) => best?.skills[index].exact ?? null],
	['bestLoss', ({ best, index }) => best?.skills[index].loss ?? null],
];

const lossText = (lossAt: readonly LossAt[], skill: number): string =>
	lossAt.map(({ step, losses }) => `${step}:${losses[skill]}`).join(' ');

const csvRows = (study: Study, results: readonly CellResult[]) =>
	sortByCell(study, results).flatMap((result) =>
		study.experiment.skills.map(({ id, name, use }, index, skills) => {
			const { base, final, mix } = result;
			return {
				...result,
				index,
				id,
				name,
				group: findGroup(study, id) ?? '',
				// A blend trains skills that the experiment only observes.
				use: Object.hasOwn(mix, id) ? 'train' : use,
				after: final.skills[index],
				before: base.skills[index],
				worstSkill: final.worstExact && skills[final.worstExact.skill].id,
			};
		}),
	);

/**
 * CSV with a row per cell and skill: the cell's factors, the skill's scores at the end and before
 * the first step (shares from 0 to 1, nats per answer token), and the cell's own numbers, repeated
 * in each of its rows. An empty field is a missing number.
 */
export function studyCsv(study: Study, results: readonly CellResult[]): string {
	const factors = factorIds(study).map(
		(id) => [id, ({ factors }: CsvRow): Cell => factors[id] ?? null] as const,
	);
	const extraColumns = study.experiment.evaluation.best ? bestColumns : [];
	const columns = [...factors, ...csvColumns, ...extraColumns].map(
		([id, cell]) => [textColumn(id), (row: CsvRow) => finite(cell(row))] as const,
	);
	return tableCsv(toTable(csvRows(study, results), columns));
}

const finite = (cell: Cell): Cell =>
	typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
