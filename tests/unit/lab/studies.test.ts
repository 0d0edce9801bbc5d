/** The study files of this project are valid, can be planned, and are in the list of the shelf. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedStudy } from '../../../scripts/lib/results/published.ts';
import { shelfEntries } from '../../../scripts/lib/results/answers.ts';
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

test('the plot of a published answer can be saved', () => {
	const { study, results } = publishedStudy('sizes');
	const report = studyReport(study, builtinInfos(), results);
	const { gaps } = shelfEntries().find(({ name }) => name === 'sizes')!;
	const rowsOf = (figures: readonly Figure[]) =>
		figures
			.find(({ name }) => name === 'answer')
			?.panels.map((panel) => (panel.kind === 'rows' ? panel.rows.length : 0));
	// The average, the loss and the average without recall.
	expect(rowsOf(reportFigures(report, gaps))).toEqual([5, 5, 5]);
	expect(rowsOf(reportFigures(report))).toBeUndefined();
});
