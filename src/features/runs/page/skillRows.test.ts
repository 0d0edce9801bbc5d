import { expect, test } from 'vitest';
import { RunHistory } from '#page/state/RunHistory.ts';
import { metricEntries, parseMetric, spreadRows, type Curves } from './metrics.ts';
import { runStyle } from './RunsState.svelte.ts';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';
import { overallRow, skillRows } from './skillRows.ts';

function run(skills: readonly string[], ...exact: readonly (number | null)[]): Curves {
	const history = new RunHistory(skills.length, 10);
	exact.forEach((share, i) =>
		history.addEvaluation({
			type: 'evaluation',
			step: 5 * i,
			milliseconds: 1,
			averageExact: share,
			skills: skills.map(() => ({ loss: 2 - i, exact: share, tokenAccuracy: 0, examples: 1 })),
			worstExact: null,
		}),
	);
	return { history, skills };
}

test('each skill has one row, whatever its index in each run', () => {
	const names = new Map([
		['add', 'Addition'],
		['rev', 'Reverse'],
	]);
	const rows = skillRows(
		[run(['add', 'rev'], 0.25, 0.75), run(['rev'], null, null), run(['rev'])],
		names,
	);
	const changed = { exact: 0.75, exactChange: 0.5, loss: 1, lossChange: -1 };
	expect(rows).toEqual([
		{ skill: 'add', name: 'Addition', cells: [changed, null, null] },
		{
			skill: 'rev',
			name: 'Reverse',
			cells: [changed, { ...changed, exact: null, exactChange: null }, null],
		},
	]);
	expect(
		overallRow([run(['add'], 0.25, 0.75)], 'Average', ({ averageExact }) => averageExact),
	).toEqual({
		skill: null,
		name: 'Average',
		cells: [{ exact: 0.75, exactChange: 0.5, loss: null, lossChange: null }],
	});
});

test('the menu has metrics of every run’s skills, and each entry parses back', () => {
	const [skill] = exampleExperiment.skills;
	const other = { ...exampleExperiment, skills: [{ ...skill, id: 'file:a b', name: 'Own' }] };
	const entries = metricEntries([exampleExperiment, other, exampleExperiment]);
	expect(entries).toHaveLength(3 + 2 * (exampleExperiment.skills.length + 1));
	expect(new Set(entries.map(({ value }) => value)).size).toBe(entries.length);
	expect(parseMetric(entries.at(-1)!.value)).toEqual({ kind: 'loss', skill: 'file:a b' });
	expect(parseMetric(entries[2].value)).toEqual({ kind: 'trainingLoss' });
});

test('32 runs have 32 different styles', () => {
	const styles = Array.from({ length: 32 }, (_, i) => JSON.stringify(runStyle(i)));
	expect(new Set(styles).size).toBe(32);
});

test('a long table shows its first and last row and evenly spread rows between', () => {
	expect(spreadRows(3)).toEqual([0, 1, 2]);
	const rows = spreadRows(5000);
	expect([rows.length, rows[0], rows.at(-1)]).toEqual([100, 0, 4999]);
	expect(new Set(rows).size).toBe(100);
});
