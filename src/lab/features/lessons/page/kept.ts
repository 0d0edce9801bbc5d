/** The teacher's own lessons, for files with parts of the lab. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import { maxOwn } from '../model/progress.ts';
import type { LessonsState } from './LessonsState.svelte.ts';

export const keptLessons = (lessons: LessonsState): KeptKind => ({
	kind: 'lesson',
	stage: 'work',
	list: async () =>
		lessons.own.map(({ id, file, text }) => {
			const name = /\.md$/i.test(file) ? file : `${file}.md`;
			return { name, read: async () => ({ id, name, files: [{ name, blob: new Blob([text]) }] }) };
		}),
	store: async (_, [file]) => {
		// One more would replace the oldest lesson.
		if (lessons.own.length >= maxOwn && !lessons.has(await file.text()))
			throw new InputError(sentence('library.errors.packFull', { max: maxOwn }));
		return lessons.list(file);
	},
});
