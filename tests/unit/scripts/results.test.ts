/** Each figure in the tables of the published studies follows from their CSV files. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
	resultsPage,
	wrongPageCells,
	wrongReportCells,
} from '../../../scripts/lib/results/checkFigures.ts';
import { markdownTables } from '../../../scripts/lib/results/markdownTables.ts';
import { publishedNames, reportFile } from '../../../scripts/lib/results/publishedReport.ts';
import { isLong } from '../../support/suite.ts';

/** Every sixth report in the short form. */
const names = publishedNames().filter((_, i) => isLong || i % 6 === 0);
describe.each(names)('the report %s', (name) => {
	const text = readFileSync(reportFile(name), 'utf8');

	it('has the cells that its CSV file gives', () => {
		expect(markdownTables(text).length).toBeGreaterThan(2);
		expect(wrongReportCells(name, text)).toEqual([]);
	});

	it('fails with file, line, row and column if a cell is changed', () => {
		const lines = text.split('\n');
		const index = lines.findIndex((line) => /^\| \S.*\| \d/.test(line));
		const [label, , score] = lines[index].slice(2).split(/ +\| /);
		const [, , measure] = lines[lines.findIndex((line) => line.startsWith('|'))]
			.slice(2)
			.split(/ +\| /);
		lines[index] = lines[index].replace(score, '99.9');
		const [wrong, ...others] = wrongReportCells(name, lines.join('\n'));
		expect(others).toEqual([]);
		expect(wrong).toMatch(`${reportFile(name)}:${index + 1}: row "${label}", column "${measure}`);
		expect(wrong).toMatch(`the cell is "99.9", the CSV file gives "${score}`);
	});

	it('fails if a row or a table is missing', () => {
		const lines = text.split('\n');
		const index = lines.findIndex((line) => /^\| \S.*\| \d/.test(line));
		expect(wrongReportCells(name, lines.toSpliced(index, 1).join('\n'))).toEqual([
			expect.stringContaining('the table under "Scores" has'),
		]);
		expect(wrongReportCells(name, text.replaceAll(/^\|.*\n/gm, ''))).toEqual([
			expect.stringContaining('has 0 tables'),
		]);
	});
});

describe(resultsPage, () => {
	const text = readFileSync(resultsPage, 'utf8');
	const tables = markdownTables(text);

	it('has the cells that the CSV files give', () => {
		expect(tables).toHaveLength(34);
		expect(wrongPageCells(text)).toEqual([]);
	});

	it.each(tables.map((table) => [table.section, table] as const))(
		'fails with row and column if a digit of a cell is changed: %s',
		(_section, { columns, rows }) => {
			for (const [column, title] of columns.entries()) {
				const { line, cells } = rows.findLast((row) => !row.cells.includes('–'))!;
				const lines = text.split('\n');
				const parts = lines[line - 1].split('|');
				parts[column + 1] = parts[column + 1].replace(/\d/, (digit) => (digit === '1' ? '2' : '1'));
				if (column === 0) parts[1] = ' unheard of ';
				lines[line - 1] = parts.join('|');
				const [wrong] = wrongPageCells(lines.join('\n'));
				const label = column === 0 ? 'unheard of' : cells[0];
				const named = column === 0 ? columns[1] : title;
				expect(wrong).toMatch(`${resultsPage}:${line}: row "${label}", column "${named}"`);
			}
		},
	);

	it('fails for a column and a section that no CSV file has', () => {
		expect(wrongPageCells(text.replace('worst skill, %', 'best skill, %'))[0]).toMatch(
			/row "proportional", column "best skill, %": .* gives "no such column"/,
		);
		expect(wrongPageCells(text.replace('## 4. ', '## 99. '))).toEqual([
			expect.stringContaining('no CSV file is known for "99. A skill'),
		]);
	});
});

const summary = 'docs/guide/results.md';

it('each figure of the summary is in the study that its row names', () => {
	const [{ columns, rows }] = markdownTables(readFileSync(summary, 'utf8'));
	const [here, details] = ['here', 'details'].map((title) => columns.indexOf(title));
	expect(rows.length).toBeGreaterThan(9);
	for (const { cells } of rows) {
		const studies = [...cells[details].matchAll(/\[(\d+)\]\((.+?)\)/g)].map(
			([, section, file]) =>
				readFileSync(`docs/guide/${file}`, 'utf8')
					.split(/^## /m)
					.find((text) => text.startsWith(`${section}. `)) ?? '',
		);
		const figures = cells[here].match(/[+−]?\d+\.\d+/g) ?? [];
		expect(figures, cells[0]).not.toEqual([]);
		expect(
			figures.filter((figure) => !studies.some((text) => text.includes(figure))),
			cells[0],
		).toEqual([]);
	}
});

it('the summary has at most 1,500 words', () => {
	expect(readFileSync(summary, 'utf8').split(/\s+/).length).toBeLessThanOrEqual(1500);
});
