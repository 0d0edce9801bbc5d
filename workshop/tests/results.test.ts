/** What is published is what the results' press writes, from studies that did not change. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planCells } from '../../src/lab/study/cells.ts';
import { cellIndexIn } from '../../src/lab/study/factors.ts';
import { hasLeft } from '../../src/mixing/index.ts';
import {
	publishedStudy,
	readShelfFile,
	readStudyFile,
	studyNames,
} from '../../scripts/lib/shelf/published.ts';
import { studyHash } from '../../scripts/lib/shelf/shelfFile.ts';
import { resultsPicture } from '../results/forest.ts';
import { fillPage, pages, pressPage } from '../results/press.ts';
import { differenceOf } from '../results/retrain.ts';
import { meanMixFile, meanMixText, shelfList, shelfListFile } from '../results/shelf.ts';

const readText = (file: string): string => readFileSync(file, 'utf8');

test('the pages, the picture and the shelf are those of the results', async () => {
	for (const page of pages) expect(readText(page.file)).toBe(await pressPage(page));
	expect(readText(shelfListFile)).toBe(shelfList());
	expect(readText(meanMixFile)).toBe(meanMixText());
});

test.each([
	['It gained 0.9 ± 0.2 points.', /page\.md:2: “0\.9” is written by hand/],
	['None of twelve is better.', /“twelve” is written by hand/],
	['{nothing: bases}', /no study "nothing"/],
	['{text: by colour}', /text: no cells give "by colour"/],
	['{text: by size: colour}', /unknown column "colour"/],
	['{online+text: ODM − equal shares}', /trained different tasks/],
	['{online: ODM − ADO: verdict}', /has no verdict, because the study does not name it/],
	['{online: each − its mean mix}', /needs the column pooled/],
	['{text: by size − equal shares: more}', /−0\.059 is not shown to be more/],
	['{online: MoS similarity − its mean mix: less}', /0\.0 is not shown to be less/],
])('a sentence that no cell gives is refused: %s', (sentence, refusal) => {
	expect(() => fillPage(`# SmolLM2-135M\n${sentence}`, 'page.md')).toThrow(refusal);
});

test.each([
	['{online: each − its mean mix: pooled, less} points', '0.9 ± 0.2 points'],
	['{online+average: each − equal shares: worse, Capital} of {online: each}', 'Five of ten'],
	// Ten registered seeds did not decide; two that were added did.
	[
		'{targets: MoSpec difficulty, addition − mean mix of MoSpec difficulty, addition: verdict, registered seeds}',
		'undecided',
	],
	// Its shares were equal shares: that they are as good is no finding.
	['{real: MoS similarity − equal shares: verdict}', 'same mix: no verdict'],
	// Two bases are no random draws.
	['{sizes: temperature 10 − equal shares in skillet-small}', '+0.1 ± 1.0'],
	[
		'| {rows text: MoS similarity; by size} | {text: *: cost} |',
		'| Follows what is hard (MoS, similarity) | 0.3 |\n| By size | 0.0 |',
	],
])('%s', (name, filled) => {
	expect(fillPage(name, 'page.md')).toBe(filled);
});

test('the picture is that of the cells', () => {
	const [file, picture] = resultsPicture();
	expect(readText(file)).toBe(picture);
});

describe.each(studyNames.filter((name) => readShelfFile(name) !== null))('%s', (name) => {
	test('its file is the one that was registered before its first cell', () => {
		const shelf = readShelfFile(name)!;
		expect(shelf.registered).toBe(studyHash(readStudyFile(name)));
		expect(shelf.file).toEqual(readStudyFile(name));
	});

	test('each result is a cell of the study, and today’s lab trains the same experiment', () => {
		const { study, skills, results } = publishedStudy(name);
		const cells = planCells(study, skills);
		const findIndex = cellIndexIn(study);
		for (const result of results) {
			const cell = cells[findIndex(result)];
			// The shares of another run are known only after it, and a policy that left trains nothing.
			const [{ id }] = cell.experiment.policy;
			if (cell.replays === undefined && !hasLeft(id)) expect(cell.key).toBe(result.experiment);
		}
	});
});

test('a cell that is trained again differs if one answer or one loss does', () => {
	const [cell] = publishedStudy('policies').results;
	expect(differenceOf(cell, structuredClone(cell))).toBe('');
	const [start, ...later] = cell.lossAt!;
	const changed = { ...start, right: start.right!.map((bits, k) => (k === 2 ? '0' : bits)) };
	expect(differenceOf(cell, { ...cell, lossAt: [changed, ...later] })).toMatch('step 0, skill 2');
});
