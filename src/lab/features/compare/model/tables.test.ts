/** The results as a table, CSV (RFC 4180) and Markdown. */
import { expect, test } from 'vitest';
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { decodeLink } from '#lab/run/link.ts';
import { allFactors } from '#lab/study/factors.ts';
import { studyMarkdown } from './reportTables.ts';
import { studyReport } from '#lab/study/report.ts';
import { studyCsv } from '#lab/study/studyCsv.ts';
import { resultWith, skillInfos, makeStudy } from '../../../../../tests/support/study.ts';
import { resultPart, resultParts } from './table.ts';

/** Quoted fields can contain commas, line ends and doubled quotes. */
function listRows(csv: string): string[][] {
	const rows: string[][] = [[]];
	for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n)/g)) {
		rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
		if (end === '\r\n') rows.push([]);
	}
	return rows.slice(0, -1);
}

const names = ['=1+1', 'a, "b"\nc', '-x', '@y', '+z', "'+z", '|pipe <b>'];
const study = makeStudy({
	policies: names.map((label) => ({ label, id: 'uniform' })),
	epochs: [1, 2],
});
const results = allFactors(study).map((factors, i) => resultWith(factors, { exact: (i % 7) / 10 }));
const csv = studyCsv(study, results);
const [head, ...rows] = listRows(csv);

test('a row per cell and skill, each with every column', () => {
	expect(rows).toHaveLength(results.length * skillInfos.length);
	for (const row of rows) expect(row).toHaveLength(head.length);
	expect(head.slice(0, 6)).toEqual(['policy', 'epochs', 'seed', 'skill', 'name', 'group']);
	expect(csv.endsWith('\r\n')).toBe(true);
	expect(studyCsv(study, results.toReversed())).toBe(csv);
});

test('no cell starts a formula', () => {
	expect(new Set(rows.map(([policy]) => policy))).toEqual(
		new Set(["'=1+1", 'a, "b"\nc', "'-x", "'@y", "'+z", "''+z", '|pipe <b>']),
	);
	for (const value of rows.flat()) expect(value).not.toMatch(/^[=+\-@\t\r]/);
});

test('a group’s mean and interval can be computed from it', () => {
	const column = (name: string) => head.indexOf(name);
	const values = rows
		.filter(
			(row) =>
				row[column('policy')] === '|pipe <b>' &&
				row[column('epochs')] === '2' &&
				row[column('skill')] === 'addition',
		)
		.map((row) => Number(row[column('exact')]));
	const { mean, low, high, n } = bootstrapInterval(values);
	const group = studyReport(study, skillInfos, results).groups.find(
		({ label }) => label === '|pipe <b> · 2 epochs',
	)!;
	const add = group.skills.find(({ id }) => id === 'addition')!;
	expect(add.exact).toEqual({ mean, low, high, n });
	expect(n).toBe(3);
});

test('requested shares; CSV has the drawn ones too, and early results have none', () => {
	const drawn = {
		examples: { addition: 0.25, subtraction: 0.75 },
		tokens: { addition: 0.4, subtraction: 0.6 },
	};
	const known = results.map((result) => ({
		...result,
		mix: { addition: 0.3, subtraction: 0.7 },
		drawn,
	}));
	const { table } = resultPart(studyReport(study, skillInfos, known), 'shares');
	expect(table.columns.slice(2).map(({ id }) => id)).toEqual(['addition', 'subtraction']);
	expect(table.rows[0].slice(2)).toEqual(['30.0 (30.0 to 30.0)', '70.0 (70.0 to 70.0)']);
	const [top, ...below] = listRows(studyCsv(study, known));
	const sub = below.find((row) => row[top.indexOf('skill')] === 'subtraction')!;
	expect(sub[top.indexOf('examplesShare')]).toBe('0.75');
	expect(sub[top.indexOf('tokensShare')]).toBe('0.6');
	const early = results.map((result) => ({ ...result, mix: { addition: 0, subtraction: 0 } }));
	const titles = resultParts(studyReport(study, skillInfos, early)).map(({ title }) => title);
	expect(titles).toEqual(['Differences', 'Scores', 'Skill by skill']);
	expect(rows[0][head.indexOf('tokensShare')]).toBe('');
});

test('Markdown has a row per group, and names do not become markup', () => {
	const text = studyMarkdown(studyReport(study, skillInfos, results));
	const lines = text.split('\n').filter((line) => line.startsWith('| \\|pipe'));
	// Differences, scores, skills and shares of one epoch and two.
	expect(lines).toHaveLength(2 * 4);
	expect(text).not.toMatch(/<b>/);
	expect(text).toContain('Model skillet-base; trained on wasm; engine version 1.');
	const [, link] = /`#([^`]+)`/.exec(text)!;
	expect(decodeLink(link)).toEqual(study.experiment);
	expect(text).toMatch(/1 epoch/);
});

test('best checkpoints have columns only in a study that chooses them', () => {
	const { experiment } = study;
	const chosen = {
		...study,
		experiment: { ...experiment, evaluation: { ...experiment.evaluation, best: 'loss' as const } },
	};
	const withBest = results.map((result) => ({
		...result,
		best: { ...result.final, step: 25, averageExact: 0.9 },
	}));
	const listColumns = (listed: typeof study, cells: typeof results) => {
		const report = studyReport(listed, skillInfos, cells);
		return resultParts(report).flatMap(({ table }) => table.columns.map(({ id }) => id));
	};
	expect(listColumns(chosen, withBest)).toEqual(expect.arrayContaining(['best']));
	const plain = listColumns(study, results);
	expect(plain.filter((id) => id.startsWith('best'))).toEqual([]);
	const [first, general] = listRows(studyCsv(chosen, withBest));
	expect(first.slice(-3)).toEqual(['bestStep', 'bestExact', 'bestLoss']);
	expect(first.slice(0, -3)).toEqual(head);
	expect(general.slice(-3)).toEqual(['25', '', '3']);
});

const hostile = 'a & "b"\n<c>';
const judged = makeStudy({
	policies: ['uniform', hostile, 'c'].map((label) => ({ label, id: 'uniform' })),
});
const report = studyReport(
	judged,
	skillInfos,
	allFactors(judged).map((factors) =>
		resultWith(factors, {
			exact:
				Number(factors.seed) * 0.05 +
				(factors.policy === 'c' ? 0.6 - 1e-6 * Number(factors.seed) : 0.3),
		}),
	),
);

test('a row has its difference from the reference, bold and filled if it is told apart', () => {
	const { table, rows, columns } = resultPart(report, 'differences');
	expect(rows.map(({ label }) => label)).toEqual([hostile, 'c']);
	expect(table.rows[1].slice(2, 5)).toEqual([
		{ text: '+30.0 (+30.0 to +30.0)', strong: true, title: 'told apart: better' },
		'< 0.0001',
		'told apart: better',
	]);
	expect(columns[0].cells.map((cell) => cell?.hollow)).toEqual([true, false]);
});
