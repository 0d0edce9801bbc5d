/** A study's results for a spreadsheet: all from which its statistics can be recomputed. */
import { csvText, type CsvCell } from '#core/csvText.ts';
import { factorIds, inOrder } from './factors.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';

/**
 * A row per cell and skill, in the order of the study's cells: the factors, then that skill's scores at the end and before the first step (shares from 0 to 1, nats per
 * answer token), then the cell's own numbers, repeated in each of its rows. Empty: there is no such number.
 */
export function studyCsv(study: Study, results: readonly CellResult[]): string {
	const ids = factorIds(study);
	const { groups, experiment } = study;
	const roleOf = (id: string) =>
		groups.domain.includes(id) ? 'domain' : groups.general.includes(id) ? 'general' : '';
	const head = [
		...ids,
		...['skill', 'group', 'use', 'exact', 'loss', 'tokenAccuracy', 'examples'],
		...['baseExact', 'baseLoss', 'baseExamples', 'averageExact', 'worstExact', 'worstSkill'],
		...['meanShare', 'steps', 'tokens', 'trainingSeconds', 'totalSeconds', 'probeSeconds'],
		...['updatesBeforehand', 'measuredBeforehand', 'secondsBeforehand', 'noisyShare'],
		...['backend', 'engine', 'experiment'],
	];
	const rows = inOrder(study, results).flatMap((result) => {
		const { factors, base, final, cost, mix } = result;
		const { worstExact } = final;
		return experiment.skills.map(({ id, use }, place): CsvCell[] => {
			const [after, before] = [final.skills[place], base.skills[place]];
			return [
				...ids.map((factor) => factors[factor]),
				// A blend trains what the experiment only watches.
				...[id, roleOf(id), Object.hasOwn(mix, id) ? 'train' : use],
				...[after.exact, after.loss, after.tokenAccuracy, after.examples],
				...[before.exact, before.loss, before.examples],
				...[final.averageExact, worstExact?.exact],
				worstExact ? experiment.skills[worstExact.skill].id : null,
				...[mix[id], result.steps, result.tokens],
				...[result.trainingMilliseconds, result.totalMilliseconds].map(inSeconds),
				inSeconds(cost.probeMilliseconds),
				...[cost.updates, cost.measured, inSeconds(cost.milliseconds), result.noisyShare],
				...[result.backend, result.engine, result.experiment],
			];
		});
	});
	return csvText(
		head,
		rows.map((row) => row.map(finite)),
	);
}

const finite = (cell: CsvCell): CsvCell =>
	typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;

const inSeconds = (milliseconds: number): number => milliseconds / 1000;
