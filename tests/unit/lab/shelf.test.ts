/** The page's shelf has the published studies, with the numbers of their reports. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { studyReport } from '#lab/features/studies/model/report.ts';
import { reportTables } from '#lab/features/studies/model/reportTables.ts';
import { checkCell, unpackShelf, type ShelfEntry } from '#lab/features/studies/model/shelf.ts';
import { publishedNames } from '../../../scripts/lib/results/publishedReport.ts';
import { publishedStudy } from '../../../scripts/lib/results/publishedStudy.ts';
import { shelfEntries, shelfFolder, shelfStudy } from '../../../scripts/lib/results/shelf.ts';
import { stored } from '#languages/zh/index.ts';
import { isLong } from '../../support/suite.ts';

const readFile = (name: string): unknown =>
	JSON.parse(readFileSync(`${shelfFolder}/${name}.json`, 'utf8'));

test.runIf(isLong)('npm run results has written the shelf', () => {
	expect(readFile('index')).toEqual(shelfEntries());
	for (const name of publishedNames())
		expect(readFile(name), name).toEqual(JSON.parse(JSON.stringify(shelfStudy(name))));
});

test('the shelf says of each study what it asks, also in Chinese', () => {
	for (const { name, title, about } of readFile('index') as ShelfEntry[]) {
		expect(about, name).not.toBe('');
		expect(stored.has(title), name).toBe(true);
		expect(stored.has(about), name).toBe(true);
	}
});

test.each(['blend', 'policies', 'raise-share'])('the report of %s is the published one', (name) => {
	const { study, skills, results } = publishedStudy(name);
	const listTables = (cells: typeof results) =>
		reportTables(studyReport(study, skills, cells)).filter(({ title }) => title !== 'Cost');
	expect(listTables(unpackShelf(shelfStudy(name)))).toEqual(listTables(results));
});

test.each(['primed', 'raise-controls'])(
	'each cell of %s is the same as its own results',
	(name) => {
		const { results } = publishedStudy(name);
		const differ = unpackShelf(shelfStudy(name)).filter(
			(published, i) => !checkCell(published, results[i]).isSame,
		);
		expect(differ.map(({ factors }) => factors)).toEqual([]);
	},
);

test('a cell that is trained again is the same, or differs in a skill that is named', () => {
	const { results } = publishedStudy('blend');
	const [published] = unpackShelf(shelfStudy('blend'));
	expect(checkCell(published, results[0])).toMatchObject({
		isSame: true,
		isSameExperiment: true,
		engines: [1, 1],
	});
	const skills = results[0].final.skills.map((score, i) =>
		i === 2 ? { ...score, exact: 0.5, loss: score.loss + 1 } : score,
	);
	const here = { ...results[0], final: { ...results[0].final, skills }, engine: 2 };
	expect(checkCell(published, here)).toMatchObject({ isSame: false, skill: 2, engines: [1, 2] });
	const close = results[0].final.skills.map((score, i) =>
		i === 1 ? { ...score, loss: 1.00001 * score.loss } : score,
	);
	const nearly = { ...results[0], final: { ...results[0].final, skills: close } };
	expect(checkCell(published, nearly)).toMatchObject({ isSame: false, skill: 1 });
});
