/** LaTeX of a report: all tables, escaped, with booktabs. */
import { expect, test } from 'vitest';
import { allFactors } from './factors.ts';
import { studyReport } from './report.ts';
import { escapeLatex, reportTables, studyLatex } from './reportTables.ts';
import { resultWith, skillInfos, makeStudy } from './study.test-support.ts';

const hostile = 'a_b & 50 % \\input{x} #1 $x^2$ ~<>|"\n{c}';
const study = makeStudy({
	policies: ['uniform', hostile, 'c'].map((label) => ({ label, id: 'uniform' })),
});
const results = allFactors(study).map((factors) =>
	resultWith(factors, {
		exact:
			Number(factors.seed) * 0.05 +
			(factors.policy === 'c' ? 0.6 - 1e-6 * Number(factors.seed) : 0.3),
	}),
);
const report = studyReport(study, skillInfos, results);
const text = studyLatex(report);

test('has all tables, each row with all columns', () => {
	const tables = reportTables(report);
	expect(tables.length).toBeGreaterThan(5);
	const made = text.split('\\begin{table}').slice(1);
	/** The first column comes again in each further table of seven. */
	const parts = tables.flatMap(({ table: { columns, rows } }) =>
		Array.from({ length: Math.ceil((columns.length - 1) / 7) }, (_, i) => ({
			rows: rows.length,
			columns: 1 + Math.min(7, columns.length - 1 - 7 * i),
		})),
	);
	expect(made).toHaveLength(parts.length);
	made.forEach((table, i) => {
		const lines = table.split('\n').filter((line) => line.endsWith(' \\\\'));
		expect(lines).toHaveLength(parts[i].rows + 1);
		for (const line of lines) expect(line.split(/(?<!\\) & /)).toHaveLength(parts[i].columns);
		expect(table).toMatch(/\\toprule[^]*\\midrule[^]*\\bottomrule/);
	});
	expect(text).toContain('\\textbf{+30.0 (+30.0 to +30.0)}');
});

test('a p of nearly 0 is below the least that is written', () => {
	const columnOf = (title: string, id: string) => {
		const { table } = reportTables(report).find((each) => each.title === title)!;
		const at = table.columns.findIndex((column) => column.id === id);
		return table.rows.map((row) => row[at]);
	};
	expect(columnOf('Every policy against uniform', 'p')).toEqual(['< 0.0001', '1.0000']);
});

test('no character of a name is a command', () => {
	expect(escapeLatex(hostile)).toBe(
		'a\\_b \\& 50 \\% \\textbackslash{}input\\{x\\} \\#1 \\$x\\textasciicircum{}2\\$ ' +
			"\\textasciitilde{}\\textless{}\\textgreater{}\\textbar{}'' \\{c\\}",
	);
	const commands = text.match(/\\[a-z]+/g)!;
	expect(commands).not.toContain('\\input');
});

test('no sign is one that LaTeX does not have, and no table is wider than a page', () => {
	expect(escapeLatex('“a” … ≈ 3 → σ ✓ 👍 é 配比')).toBe(
		"``a'' \\ldots{} $\\approx$ 3 $\\rightarrow$ $\\sigma$ $\\surd$ ? é 配比",
	);
	const outside = [...text].filter((sign) => !/[\p{ASCII}\p{L}\p{M}\p{N}]/u.test(sign));
	expect(outside).toEqual([]);
	const widths = [...text.matchAll(/begin\{tabular\}\{(\w+)\}/g)].map(
		([, columns]) => columns.length,
	);
	expect(Math.max(...widths)).toBeLessThanOrEqual(8);
	expect(widths.length).toBeGreaterThan(5);
});
