/** The report of a bench call: text for the terminal, and files. */
import path from 'node:path';
import type { MeasureId } from '#lab/study/study.ts';
import { studyReport, type StudyReport } from '#lab/study/report.ts';
import type { CellResult } from '#lab/study/result.ts';
import { studyMarkdown } from '#lab/features/compare/model/reportTables.ts';
import { studyCsv } from '#lab/study/studyCsv.ts';
import { resultPart } from '#lab/features/compare/model/table.ts';
import { englishText } from '#engine/core/message.ts';
import { tableLines } from '#engine/core/table.ts';
import { reportSentence, reportTitles } from '#lab/study/sentences.ts';
import { counted, table, writeJson } from '../output.ts';
import { writeBeside } from '../writeBeside.ts';
import type { Gathered } from './GatherReporter.ts';
import { cellName } from './groups.ts';
import type { BenchOptions } from './options.ts';
import { listCells, type StudyPlan } from './plan.ts';

export interface BenchReport {
	readonly plan: StudyPlan;
	/** Results of the finished cells, in the order of the plan. */
	readonly results: readonly CellResult[];
	readonly report: StudyReport;
}

/** The report is independent of the order and the machine of the cells. */
export function buildReport(plan: StudyPlan, gathered: Gathered): BenchReport {
	const byKey = new Map(gathered.cells.map((cell) => [cell.key, cell]));
	const cells = listCells(plan).map((cell) => ({ cell, outcome: byKey.get(cell.key) }));
	const results = cells.flatMap(({ outcome }) =>
		outcome && 'result' in outcome ? [outcome.result] : [],
	);
	const failures = cells.flatMap(({ cell: { factors }, outcome }) =>
		outcome && 'failed' in outcome ? [{ factors, message: outcome.failed }] : [],
	);
	return { plan, results, report: studyReport(plan.study, plan.skills, results, { failures }) };
}

/** `engine`: the build that trained the cells. */
export function writeFiles(
	{ plan, results, report }: BenchReport,
	gathered: Gathered,
	engine: string,
	outputs: BenchOptions['outputs'],
): void {
	const { study } = plan;
	const { json, csv, markdown, events } = outputs;
	if (json) {
		const devices = gathered.cells.flatMap((cell) => ('device' in cell ? [cell.device] : []));
		writeJson(json, {
			study,
			engines: [engine],
			devices: [...new Set(devices)].sort(),
			report,
			results,
		});
	}
	if (csv) writeBeside(csv, studyCsv(study, results));
	if (markdown) writeBeside(markdown, studyMarkdown(report));
	if (events) writeEvents(plan, gathered, events);
}

/** Writes one JSON Lines file per cell. */
function writeEvents(plan: StudyPlan, { events }: Gathered, folder: string): void {
	const byKey = new Map(events.map((entry) => [entry.key, entry.events]));
	for (const { key, factors } of listCells(plan)) {
		const found = byKey.get(key);
		const name = cellName(plan.study, factors).replace(/[^\p{L}\p{N}.=-]+/gu, '-');
		if (found)
			writeBeside(
				path.join(folder, `${name}-${key.slice(0, 8)}.jsonl`),
				found.map((event) => `${JSON.stringify(event)}\n`).join(''),
			);
	}
}

export function reportText({ plan, report }: BenchReport): string {
	const { counts, failures, groups, comparisons, warnings } = report;
	const bullets = (title: string, lines: readonly string[]) =>
		lines.length > 0 ? ['', title, ...lines.map((line) => `  ${line}`)] : [];
	return [
		report.title,
		...(groups.length > 0 ? ['', table(scoreLines(report))] : []),
		...bullets(
			reportTitles.findings,
			comparisons.flatMap(({ differences: [first] }) =>
				first ? reportSentence({ id: 'finding', values: first }) : [],
			),
		),
		...bullets(
			'Warnings',
			[...warnings, ...comparisons.flatMap((pair) => pair.warnings)].map(reportSentence),
		),
		...bullets(
			'Failed',
			failures.map(
				({ factors, message }) => `${cellName(plan.study, factors)}: ${englishText(message)}`,
			),
		),
		'',
		`Finished: ${counts.finished} of ${counted(counts.planned, 'cell')}; ` +
			`failed: ${counts.failed}; missing: ${counts.missing}.`,
	].join('\n');
}

/** The measures under short titles, because terminals are narrow. */
function scoreLines(report: StudyReport): string[][] {
	const { columns, rows } = resultPart(report, 'scores').table;
	const [group, n, ...measures] = columns;
	const units = report.measures.map(({ unit }) => (unit === 'share' ? '%' : 'nats'));
	const short = measures.map((column, i) => ({
		...column,
		title: `${shortTitles[column.id as MeasureId]}, ${units[i]}`,
	}));
	return tableLines({ columns: [group, n, ...short], rows });
}

const shortTitles: Record<MeasureId, string> = {
	average: 'average exact',
	worst: 'worst',
	target: 'target',
	domain: 'domain',
	general: 'general',
	generalChange: 'general, change',
	withoutRecall: 'without recall',
	loss: 'average loss',
	best: 'best checkpoint',
};
