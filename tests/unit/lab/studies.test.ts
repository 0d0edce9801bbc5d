/** The study files of this project are valid, can be planned, and are in the list of the shelf. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedStudy } from '../../../scripts/lib/results/published.ts';
import { shelfEntries } from '../../../scripts/lib/results/answers.ts';
import { scoreGap } from '../../../scripts/lib/results/comparisons.ts';
import type { Figure } from '#lab/page/charts/figure.ts';
import { reportFigures } from '#lab/features/studies/page/studyFigures.ts';
import { studyReport } from '#lab/features/studies/model/report.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { planCells } from '#lab/features/studies/model/cells.ts';
import { languages } from '#languages/index.ts';
import { readStudyPlan, studyNames } from '../../../scripts/lib/results/published.ts';

const { stored } = await languages.find(({ tag }) => tag === 'zh-CN')!.load();

test('each study file is in the list', () => {
	const files = readdirSync('studies');
	expect(files.map((file) => file.replace('.json', '')).sort()).toEqual(studyNames.toSorted());
});

test.each(studyNames)('%s', (name) => {
	const { study, skills } = readStudyPlan(name);
	const cells = planCells(study, skills);
	expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
	expect(cells.length % study.seeds.length).toBe(0);
	// The shelf shows title and question in each language.
	expect(stored.has(study.title)).toBe(true);
	expect(stored.has(study.about)).toBe(true);
});

test('the page’s report has the published intervals, which cover other prompts too', () => {
	const published = publishedStudy('policies');
	const report = studyReport(published.study, builtinInfos(), published.results);
	const sides = ['mix of the law', 'equal shares'] as const;
	const { differences } = report.comparisons.find(({ label }) => label === sides[0])!;
	const { student } = differences.find(({ measure }) => measure === 'average')!;
	const gap = scoreGap(published, sides, 300)!;
	expect(student!.low).toBeCloseTo(gap.low, 10);
	expect(student!.high).toBeCloseTo(gap.high, 10);
});

test('the plot of an answer over all models can be saved, beside that of each model', () => {
	const { study, results } = publishedStudy('sizes');
	const report = studyReport(study, builtinInfos(), results);
	const { gaps } = shelfEntries().find(({ name }) => name === 'sizes')!;
	const rowsOf = (figures: readonly Figure[], name: string) =>
		figures
			.find((figure) => figure.name === name)
			?.panels.map((panel) => (panel.kind === 'rows' ? panel.rows.length : 0));
	const figures = reportFigures(report, gaps);
	// The average, the loss and the average without recall.
	expect(rowsOf(figures, 'answer')).toEqual([5, 5, 5]);
	expect(rowsOf(figures, 'planned')).toEqual([10, 10, 10]);
	expect(rowsOf(reportFigures(report), 'answer')).toBeUndefined();
});
