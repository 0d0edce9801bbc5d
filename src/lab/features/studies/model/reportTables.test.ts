/** LaTeX of a report: all tables, escaped, with booktabs. */
import { expect, test } from 'vitest';
import { allFactors } from './factors.ts';
import { studyReport } from './report.ts';
import { escapeLatex, reportTables, studyLatex } from './reportTables.ts';
import { resultWith, skillInfos, makeStudy } from './study.test-support.ts';

const hostile = 'a_b & 50 % \\input{x} #1 $x^2$ ~<>|"\n{c}';
const study = makeStudy({
	policies: ['uniform', hostile, 'c'].map((label) => ({ label, id: 'uniform' })),
	analysis: { comparisons: 'uniform', margin: 2 },
});
const results = allFactors(study).map((factors) =>
	resultWith(factors, {
		exact: 0.3 + Number(factors.seed) / 20 + (factors.policy === 'c' ? 0.3 : 0),
	}),
);
const report = studyReport(study, skillInfos, results);
const text = studyLatex(report);

test('has all tables, each row with all columns', () => {
	const tables = reportTables(report);
	expect(tables.length).toBeGreaterThan(5);
	const made = text.split('\\begin{table}').slice(1);
	expect(made).toHaveLength(tables.length);
	made.forEach((table, i) => {
		const lines = table.split('\n').filter((line) => line.endsWith(' \\\\'));
		expect(lines).toHaveLength(tables[i].table.rows.length + 1);
		for (const line of lines)
			expect(line.split(/(?<!\\) & /)).toHaveLength(tables[i].table.columns.length);
		expect(table).toMatch(/\\toprule[^]*\\midrule[^]*\\bottomrule/);
	});
	expect(text).toContain('\\textbf{30.0 (30.0 to 30.0)}');
});

test('no character of a name is a command', () => {
	expect(escapeLatex(hostile)).toBe(
		'a\\_b \\& 50 \\% \\textbackslash{}input\\{x\\} \\#1 \\$x\\textasciicircum{}2\\$ ' +
			'\\textasciitilde{}\\textless{}\\textgreater{}\\textbar{}\\textquotedbl{} \\{c\\}',
	);
	const commands = text.match(/\\[a-z]+/g)!;
	expect(commands).not.toContain('\\input');
});
