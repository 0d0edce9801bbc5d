/** What is published is what the results' press writes, from studies that did not change. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planCells } from '../../src/lab/study/cells.ts';
import { cellIndexIn } from '../../src/lab/study/factors.ts';
import { hasLeft } from '../../src/mixing/index.ts';
import { comparisonsFile, comparisonsPage } from '../results/comparisonsPage.ts';
import { meanMixFile, meanMixText } from '../results/online.ts';
import {
	publishedStudy,
	readShelfFile,
	readStudyFile,
	studyNames,
} from '../../scripts/lib/shelf/published.ts';
import {
	countWords,
	resultsFile,
	resultsPage,
	resultsPictures,
	shelfList,
	shelfListFile,
} from '../results/resultsPage.ts';
import { studyHash } from '../../scripts/lib/shelf/shelfFile.ts';
import { differenceOf, retrain } from '../results/retrain.ts';

const readText = (file: string): string => readFileSync(file, 'utf8');

test('the page, its picture and the shelf are those of the results', async () => {
	expect(readText(resultsFile)).toBe(await resultsPage());
	expect(readText(shelfListFile)).toBe(shelfList());
	expect(readText(comparisonsFile)).toBe(await comparisonsPage());
	expect(readText(meanMixFile)).toBe(meanMixText());
});

test('there is a picture in each language, and no word of the Chinese one is English', async () => {
	const pictures = [...(await resultsPictures())];
	for (const [file, picture] of pictures) expect(readText(file)).toBe(picture);
	const chinese = pictures.filter(([file]) => file.includes('zh-CN'));
	expect(chinese).toHaveLength(2);
	for (const [, picture] of chinese) {
		const texts = [...picture.matchAll(/>([^<>]*)<\/text>/g)].map(([, text]) => text);
		const isEnglish = (text: string) => /[a-z]{2}/.test(text.replaceAll(/RAISE|MultiUAT/g, ''));
		expect(texts.filter(isEnglish)).toEqual([]);
	}
});

test('the page can be read in about five minutes', () => {
	expect(countWords(readText(resultsFile))).toBeLessThanOrEqual(1400);
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

test('a row that is not published is refused with the known studies or policies', async () => {
	const refusal = (row: string) => expect(retrain(row, undefined, () => undefined)).rejects;
	await refusal('lore/By size').toThrow(/no study "lore".*Known: .*online/);
	await refusal('text/By colour').toThrow(/policy "By colour".*Known: Equal shares; By size/);
	await refusal('mosCode/By colour').toThrow(/policy "By colour".*Known: Equal shares; By size/);
});
