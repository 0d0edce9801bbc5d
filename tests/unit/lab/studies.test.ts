/** The study files of this project are valid and can be planned. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planCells } from '#lab/features/studies/model/cells.ts';
import { readStudyPlan } from '../../../scripts/lib/results/publishedStudy.ts';

test.each(readdirSync('studies'))('%s', (file) => {
	const { study, skills } = readStudyPlan(`studies/${file}`);
	const cells = planCells(study, skills);
	expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
	expect(cells.length % study.seeds.length).toBe(0);
});
