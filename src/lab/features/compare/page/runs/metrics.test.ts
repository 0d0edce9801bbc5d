import { expect, test } from 'vitest';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import {
	curveHeight,
	metricPoints,
	usualMetric,
	valueAt,
	type Curves,
	metricEntries,
	skillTable,
} from './metrics.ts';
import { mixStyle } from '#lab/page/charts/palette.ts';
import { exampleExperiment } from '../../../../../../tests/support/experiment.ts';
import { stepEvent } from '../../../../../../tests/support/runEvents.ts';

/** `exact`: the average by step. The skill `text` has no exact match. */
function curves(skills: readonly string[], exact: Readonly<Record<number, number | null>>): Curves {
	const history = new RunHistory(skills.length, 100);
	for (const [step, share] of Object.entries(exact))
		history.addEvaluation({
			type: 'evaluation',
			step: Number(step),
			milliseconds: 1,
			averageExact: share,
			skills: skills.map((id) => ({
				loss: 1 - (share ?? 0),
				exact: id === 'text' ? null : share,
				tokenAccuracy: 0,
				examples: 2,
			})),
			worstExact: share === null ? null : { skill: 0, exact: share / 2 },
		});
	return { history, skills, refs: skills.map(() => ({ use: 'train' })) };
}
const long = curves(['add', 'text', 'rev'], { 0: 0, 50: 0.5, 100: 1 });
const short = curves(['rev', 'text'], { 0: 0.2, 30: 0.4 });

test('a skill is found by id at any index; a run without it has no curve', () => {
	expect(metricPoints(short, { kind: 'exact', skill: 'rev' })).toEqual([
		[0, 0.2],
		[30, 0.4],
	]);
	expect(metricPoints(long, { kind: 'loss', skill: 'rev' })).toEqual([
		[0, 1],
		[50, 0.5],
		[100, 0],
	]);
	expect(metricPoints(short, { kind: 'worst' })).toEqual([
		[0, 0.1],
		[30, 0.2],
	]);
	expect(metricPoints(short, { kind: 'loss', skill: 'add' })).toEqual([]);
	expect(metricPoints(long, { kind: 'exact', skill: 'text' })).toEqual([]);
});

test('the average is drawn first, and the losses where unlike measures have none', () => {
	const unlike = curves(['add', 'rev'], { 0: null, 50: null });
	expect(usualMetric([long, unlike])).toBe('average');
	expect(usualMetric([unlike])).toBe('meanLoss');
	expect(usualMetric([curves(['add'], {})])).toBe('average');
	const table = skillTable([unlike], new Map([['add', 'addition']]));
	expect(table.rows.map(([title]) => title)).toEqual(['addition', 'Average']);
});

test('long answers of which none is right are compared by their losses', () => {
	const none = curves(['sums'], { 0: 0, 50: 0 });
	const right = curves(['sums'], { 0: 0, 50: 0.1 });
	for (const score of [none, right].flatMap(({ history }) => history.evaluations))
		Object.assign(score.skills[0], { measure: 'number' });
	expect(usualMetric([none])).toBe('meanLoss');
	expect(usualMetric([none, right])).toBe('average');
	const names = new Map([['sums', 'sums']]);
	expect(skillTable([none], names).rows.at(-1)).toEqual([
		'Average',
		'',
		{ text: '1.00', note: '0.00' },
	]);
	expect(skillTable([none, right], names).rows.map(([title]) => title)).toEqual([
		'sums',
		'Average',
		'Worst skill',
	]);
});

test('training loss has a point for every trained step', () => {
	const run = curves([], {});
	run.history.addStep(stepEvent(1, { loss: 3 }));
	run.history.addStep(stepEvent(2, { loss: 2 }));
	expect(metricPoints(run, { kind: 'trainingLoss' })).toEqual([
		[1, 3],
		[2, 2],
	]);
});

test('the value at a step is the newest one before it; a mark lies on the line', () => {
	const points = metricPoints(long, { kind: 'average' });
	expect([-1, 0, 49, 50, 400].map((step) => valueAt(points, step))).toEqual([null, 0, 0, 0.5, 1]);
	expect([0, 25, 75, 100, 101].map((step) => curveHeight(points, step))).toEqual([
		0,
		0.25,
		0.75,
		1,
		null,
	]);
	expect(curveHeight([[10, 1]], 5)).toBeNull();
});

test('each skill has one row, whatever its index in each run; the average has no loss', () => {
	const names = new Map([
		['add', 'Addition'],
		['rev', 'Reverse'],
	]);
	const runs = [
		curves(['add', 'rev'], { 0: 0.25, 5: 0.75 }),
		curves(['rev'], { 0: null, 5: null }),
		curves(['rev'], {}),
	];
	const { columns, rows } = skillTable(runs, names);
	const exact = { text: '75 %', note: '+50', strong: true };
	const loss = { text: '0.25', note: '−0.50' };
	const same = { text: '1.00', note: '0.00' };
	const worst = { text: '38 %', note: '+25', strong: true };
	expect(columns).toHaveLength(1 + 2 * 3);
	expect(rows).toEqual([
		['Addition', exact, loss, '', '', '', ''],
		['Reverse', exact, loss, '', same, '', ''],
		// Only raw text is trained: its mean loss.
		['Average', exact, '', '', same, '', ''],
		['Worst skill', worst, '', '', '', '', ''],
	]);
});

test('the menu has metrics of every run’s skills, and each entry parses back', () => {
	const [skill] = exampleExperiment.skills;
	const other = { ...exampleExperiment, skills: [{ ...skill, id: 'file:a b', name: 'Own' }] };
	const entries = metricEntries([exampleExperiment, other, exampleExperiment]);
	expect(entries).toHaveLength(4 + 2 * (exampleExperiment.skills.length + 1));
	expect(new Set(entries.map(({ value }) => value)).size).toBe(entries.length);
	expect(entries.at(-1)?.metric).toEqual({ kind: 'loss', skill: 'file:a b' });
	expect(entries[2].metric).toEqual({ kind: 'trainingLoss' });
});

test('36 runs have different styles, and none has the colour of a skill', () => {
	const styles = Array.from({ length: 36 }, (_, i) => JSON.stringify(mixStyle(i)));
	expect(new Set(styles).size).toBe(36);
	expect(styles.join()).not.toContain('--skill');
});
