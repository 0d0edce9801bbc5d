/** The text of the live table of a study. */
import { headlineText } from '../headlineText.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import { mean } from '#engine/core/statistics.ts';
import type { Cell } from '#lab/study/cells.ts';
import { factorsLabel } from '#lab/study/factors.ts';
import type { CellResult } from '#lab/study/result.ts';
import type { Study } from '#lab/study/study.ts';
import { counted, percent, table } from '../output.ts';
import { groupFactors, cellName } from './groups.ts';
import type { CellReport, ProgressReport } from './messages.ts';

interface Done {
	readonly report: CellReport;
	/** Milliseconds since the start. */
	readonly at: number;
}

export class LiveTable {
	readonly #study: Study;
	readonly #cells: ReadonlyMap<string, Cell>;
	readonly #workers: number;
	readonly #done = new Map<string, Done>();
	readonly #running = new Map<number, ProgressReport>();

	/** `cells`: the cells of this call; with `--cell` only a part of the study. */
	constructor(study: Study, cells: readonly Cell[], workers: number) {
		this.#study = study;
		this.#cells = new Map(cells.map((cell) => [cell.key, cell]));
		this.#workers = workers;
	}

	/** `at`: milliseconds since the start. */
	add(report: CellReport, at: number): void {
		this.#done.set(report.key, { report, at });
	}

	progress(report: ProgressReport): void {
		this.#running.set(report.worker, report);
	}

	/** The worker has finished its cell. */
	rest(worker: number): void {
		this.#running.delete(worker);
	}

	get #failures(): number {
		return [...this.#done.values()].filter(({ report }) => 'failed' in report).length;
	}

	/** `12 of 65 cells · 1 failed · about 14 min left`. */
	summary(now: number): string {
		const left = this.#timeLeft(now);
		return [
			`${this.#done.size} of ${counted(this.#cells.size, 'cell')}`,
			...(this.#failures > 0 ? [`${this.#failures} failed`] : []),
			...(left === null ? [] : [`about ${duration(left)} left`]),
		].join(' · ');
	}

	/** A log line for a finished cell. */
	doneLine({ key, stored, ...report }: CellReport): string {
		const cell = this.#cells.get(key);
		const name = cell ? cellName(this.#study, cell.factors) : key;
		const head = `[${this.#done.size}/${this.#cells.size}] ${name}`;
		if ('failed' in report) return `${head}: failed: ${report.failed}`;
		const { result } = report;
		const time = stored ? 'from an earlier call' : duration(result.totalMilliseconds);
		return `${head}: ${scores(this.#study, result)} · ${time}`;
	}

	/** One line per running cell. */
	runningLines(): string[] {
		return [...this.#running.values()].map(({ cell, line }) => `▸ ${cell}: ${line}`);
	}

	/** At most `rows` lines of at most `columns` characters. */
	lines(now: number, { rows, columns }: { rows: number; columns: number }): string[] {
		const running = this.runningLines();
		const groups = this.#groupRows();
		const space = Math.max(1, rows - running.length - 6);
		const shown = groups.length > space ? groups.slice(0, space - 1) : groups;
		const hidden = groups.length - shown.length;
		return [
			`${this.#study.title} · ${this.summary(now)}`,
			'',
			...table([['', 'done', 'average exact', 'worst exact'], ...shown]).split('\n'),
			...(hidden > 0 ? [`… and ${hidden} more`] : []),
			'',
			...running,
		].map((line) => line.slice(0, columns - 1));
	}

	/** One row per group of cells that differ only in the seed: count and means so far. */
	#groupRows(): string[][] {
		const ids = groupFactors(this.#study);
		const groups = listsByKey(this.#cells.values(), ({ factors }) => factorsLabel(factors, ids));
		return [...groups].map(([label, cells]) => {
			const reports = cells.flatMap(({ key }) => this.#done.get(key)?.report ?? []);
			const results = reports.flatMap((report) => ('result' in report ? [report.result] : []));
			const failed = reports.length - results.length;
			const meanPercent = (read: (result: CellResult) => number | null | undefined) => {
				const values = results.map(read).filter((value) => typeof value === 'number');
				return percent(values.length > 0 ? mean(values) : null);
			};
			return [
				label,
				`${results.length} / ${cells.length}${failed > 0 ? ` (${failed} failed)` : ''}`,
				meanPercent(({ final }) => final.averageExact),
				meanPercent(({ final }) => final.worstExact?.exact),
			];
		});
	}

	/** Estimated milliseconds, from the cells of this call; null before the first one. */
	#timeLeft(now: number): number | null {
		const run = [...this.#done.values()].filter(({ report }) => !report.stored);
		const open = this.#cells.size - this.#done.size;
		if (run.length === 0 || open === 0) return null;
		const each = mean(
			run.map(({ report, at }) => ('result' in report ? report.result.totalMilliseconds : at)),
		);
		// The running cells began when the last one ended. They count as half done at most.
		const since = now - Math.max(...run.map(({ at }) => at));
		return Math.max(0, (open * each) / Math.min(this.#workers, open) - Math.min(since, each / 2));
	}
}

export function duration(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	if (seconds < 120) return `${seconds.toFixed(0)} s`;
	if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`;
	return `${(seconds / 3600).toFixed(1)} h`;
}

function scores({ experiment }: Study, { final }: CellResult): string {
	const isTrained = experiment.skills.map(({ use }) => use === 'train');
	return headlineText(final, isTrained, (skill) => experiment.skills[skill]?.name);
}
