import { expect, test } from 'vitest';
import { RunHistory } from '#page/state/RunHistory.ts';
import { metricEntries, parseMetric, skillTable, type Curves } from './metrics.ts';
import { runStyle } from './RunsState.svelte.ts';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';

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

test('each skill has one row, whatever its index in each run; the average has no loss', () => {
	const names = new Map([
		['add', 'Addition'],
		['rev', 'Reverse'],
	]);
	const runs = [run(['add', 'rev'], 0.25, 0.75), run(['rev'], null, null), run(['rev'])];
	const { columns, rows } = skillTable(runs, names);
	const exact = { text: '75 %', note: '+50', strong: true };
	const loss = { text: '1.00', note: '−1.00' };
	expect(columns).toHaveLength(1 + 2 * 3);
	expect(rows).toEqual([
		['Addition', exact, loss, '', '', '', ''],
		['Reverse', exact, loss, '', loss, '', ''],
		['Average', exact, '', '', '', '', ''],
		['Worst skill', '', '', '', '', '', ''],
	]);
});

test('the menu has metrics of every run’s skills, and each entry parses back', () => {
	const [skill] = exampleExperiment.skills;
	const other = { ...exampleExperiment, skills: [{ ...skill, id: 'file:a b', name: 'Own' }] };
	const entries = metricEntries([exampleExperiment, other, exampleExperiment]);
	expect(entries).toHaveLength(3 + 2 * (exampleExperiment.skills.length + 1));
	expect(new Set(entries.map(({ value }) => value)).size).toBe(entries.length);
	expect(parseMetric(entries.at(-1).value)).toEqual({ kind: 'loss', skill: 'file:a b' });
	expect(parseMetric(entries[2].value)).toEqual({ kind: 'trainingLoss' });
});

test('32 runs have 32 different styles', () => {
	const styles = Array.from({ length: 32 }, (_, i) => JSON.stringify(runStyle(i)));
	expect(new Set(styles).size).toBe(32);
});
