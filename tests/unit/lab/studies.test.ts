/** The study files of this project are valid, can be planned, and are in the list of the shelf. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planCells } from '#lab/study/cells.ts';
import { languages } from '#languages/index.ts';
import { readShelfFile, readStudyPlan, studyNames } from '../../../scripts/lib/shelf/published.ts';

const { stored } = await languages.find(({ tag }) => tag === 'zh-CN')!.load();

test('each study file is in the list', () => {
	// The laws left in 1.0. What they were fitted to stays as files.
	const left = ['law', 'laws', 'promise'];
	const files = readdirSync('studies').map((file) => file.replace('.json', ''));
	expect(files.sort()).toEqual([...studyNames, ...left].sort());
	for (const name of left) expect(readShelfFile(name)).not.toBeNull();
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
