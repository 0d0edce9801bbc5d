/**
 * Every lesson is played to its end on the shipped model (long form; the short form plays 10 steps
 * of one, and the example). One language is enough: lessons.test.ts shows that the others have the
 * same steps.
 * SKILLET_RECORD=all, or a list of ids, writes what the runs gave into the lessons' files and
 * prints their texts with these values.
 */
import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { downloadedLesson, lessonIds } from '../../support/lessonOrder.ts';
import { galleryCards, lessonFolder as folder, recordedOf } from '../../support/lessonFiles.ts';
import { playLesson } from '../../support/lessonPlayer.ts';
import { isLong } from '../../support/suite.ts';

const wanted = process.env['SKILLET_RECORD'];
const records = wanted !== undefined;
/** The other one trains a model of 135 million weights: SKILLET_RECORD=real-model plays it. */
const shippedLessons = [...lessonIds.filter((id) => id !== downloadedLesson), 'example'];
const some = lessonIds.filter((id) => wanted?.split(',').includes(id));
const isWhole = isLong || records;
const played = some.length > 0 ? some : isWhole ? shippedLessons : ['own-file', 'example'];
const shorten = (text: string) => text.replace('steps: 200', 'steps: 10');

const write = (file: string, value: unknown) =>
	writeFileSync(`${folder}/${file}`, `${JSON.stringify(value, null, '\t')}\n`);

test.each(played)(
	'lesson %s',
	async (id) => {
		const { curves, before, outcomes, read, unknown, problems } = await playLesson(
			id,
			isWhole ? undefined : shorten,
		);
		expect(problems).toEqual([]);
		expect(unknown).toEqual([]);
		expect(outcomes).toHaveLength(1);
		const played = { curves, before, outcome: outcomes[0] };
		if (records && id !== 'example') {
			write(`${id}/recorded.json`, played);
			console.log([id, ...read, JSON.stringify(played)].join('\n'));
		} else if (isWhole) expect(played.outcome).toBe(recordedOf(id)?.outcome ?? played.outcome);
	},
	3_600_000,
);

afterAll(() => {
	if (records) write('gallery.json', galleryCards());
});
