/**
 * Every lesson is played to its end on the shipped model, in each of its languages (long form; the
 * short form plays one in English).
 * SKILLET_RECORD=1 writes what the runs gave into the lessons' files.
 */
import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { lessonIds } from '../support/lessonOrder.ts';
import { findLesson } from '#lab/features/lessons/page/shipped.ts';
import { galleryCards, lessonFolder as folder, lessonsIn } from '../support/lessonFiles.ts';
import { playLesson } from '../support/lessonPlayer.ts';

const records = process.env['SKILLET_RECORD'] !== undefined;
const isLong = process.env['SKILLET_SUITE'] === 'long';
const played = isLong || records ? lessonIds : ['own-file'];
const only = process.env['SKILLET_RECORD']?.split(',').filter((id) => lessonIds.includes(id)) ?? [];

const write = (file: string, value: unknown) =>
	writeFileSync(`${folder}/${file}`, `${JSON.stringify(value, null, '\t')}\n`);

const plays = (only.length > 0 ? only : played).flatMap((id) =>
	lessonsIn(id)
		.filter(({ language }) => language === 'en' || (isLong && !records))
		.map(({ language }) => [id, language] as const),
);

test.each(plays)(
	'lesson %s in %s',
	async (id, language) => {
		const { values, curves, outcomes, problems } = await playLesson(id, language);
		expect(problems).toEqual([]);
		expect(outcomes).toBe(1);
		const unknown = values.flatMap((step) => Object.values(step)).filter((value) => value === null);
		expect(unknown).toEqual([]);
		if (records) write(`${id}/recorded.json`, { values, curves });
		else {
			const { recorded } = (await findLesson(language, id))!;
			expect(values.map((step) => Object.keys(step))).toEqual(
				recorded.map((step) => Object.keys(step)),
			);
		}
	},
	3_600_000,
);

afterAll(() => {
	if (records) write('gallery.json', galleryCards());
});
