/** The live table, and the messages between tests and reporters. */
import { describe, expect, test } from 'vitest';
import { LiveTable } from '../../../scripts/lib/bench/LiveTable.ts';
import { progressLine, readOutput, type CellReport } from '../../../scripts/lib/bench/messages.ts';
import { listCells } from '../../../scripts/lib/bench/plan.ts';
import { benchResult, smallStudy } from './benchStudy.ts';

const cells = listCells({ study: smallStudy, skills: [] });
const size = { rows: 24, columns: 120 };
const done = (index: number, exact: number, stored = false): CellReport => ({
	key: cells[index].key,
	stored,
	device: 'x',
	result: benchResult(cells[index].factors, exact),
});
const failed = (index: number): CellReport => ({
	key: cells[index].key,
	stored: false,
	failed: 'step 3: the loss was not finite',
});

describe('live table', () => {
	test('counts cells, shows the means so far and running cells', () => {
		const table = new LiveTable(smallStudy, cells, 2);
		table.add(done(0, 0.4), 1500);
		table.add(done(3, 0.6), 3000);
		table.add(failed(1), 3500);
		table.progress({ worker: 1, cell: 'uniform · seed 2', line: 'step 3 / 10' });
		const text = table.lines(3500, size).join('\n');
		expect(text).toMatch(/^uniform, proportional · 3 of 6 cells · 1 failed · about /);
		expect(text).toMatch(/uniform\s+2 \/ 2\s+50 %\s+25 %/);
		expect(text).toMatch(/proportional\s+0 \/ 2 \(1 failed\)\s+–\s+–/);
		expect(text).toMatch(/▸ uniform · seed 2: step 3 \/ 10$/);
		table.rest(1);
		expect(table.lines(3500, size).join('\n')).not.toContain('▸');
	});
});

test('progress lines are separated from other output', () => {
	const report = { worker: 0, cell: 'a', line: 'step 1' };
	const { reports, others } = readOutput(`hello\n${progressLine(report)}\nworld\n`);
	expect(reports).toEqual([report]);
	expect(others).toEqual(['hello', 'world']);
});
