/**
 * Every lesson is played to its end on the shipped model (long form; the short form plays one). One
 * language is enough: lessons.test.ts shows that the others have the same steps. RAISE
 * makes 2 of its 10 trial runs: 240 training steps with both runs of the lesson instead of 720.
 * SKILLET_RECORD=1 plays the lessons as they are, and writes what the runs gave into their files.
 */
import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { lessonIds } from '../../support/lessonOrder.ts';
import { findLesson } from '#lab/features/lessons/page/shipped.ts';
import { galleryCards, lessonFolder as folder } from '../../support/lessonFiles.ts';
import { playLesson } from '../../support/lessonPlayer.ts';
import { isLong } from '../../support/suite.ts';

const records = process.env['SKILLET_RECORD'] !== undefined;
const played = isLong || records ? lessonIds : ['own-file'];
const only = process.env['SKILLET_RECORD']?.split(',').filter((id) => lessonIds.includes(id)) ?? [];

const write = (file: string, value: unknown) =>
	writeFileSync(`${folder}/${file}`, `${JSON.stringify(value, null, '\t')}\n`);

const shortened = (text: string) => text.replace('episodes: 10', 'episodes: 2');

test.each(only.length > 0 ? only : played)(
	'lesson %s',
	async (id) => {
		const { values, curves, outcomes, problems } = await playLesson(
			id,
			records ? undefined : shortened,
		);
		expect(problems).toEqual([]);
		expect(outcomes).toBe(1);
		const unknown = values.flatMap((step) => Object.values(step)).filter((value) => value === null);
		expect(unknown).toEqual([]);
		if (records) write(`${id}/recorded.json`, { values, curves });
		else {
			const { recorded } = (await findLesson('en', id))!;
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
