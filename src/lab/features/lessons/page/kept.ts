/** The teacher's own lessons, for files with parts of the lab. */
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { LessonsState } from './LessonsState.svelte.ts';

export const keptLessons = (lessons: LessonsState): KeptKind => ({
	kind: 'lesson',
	stage: 'work',
	list: async () =>
		lessons.own.map(({ id, file, text }) => {
			const name = /\.md$/i.test(file) ? file : `${file}.md`;
			return { name, read: async () => ({ id, name, files: [{ name, blob: new Blob([text]) }] }) };
		}),
	store: (_, [file]) => lessons.list(file),
});
