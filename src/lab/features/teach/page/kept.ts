/** The teacher's own lessons, for files with parts of the lab. */
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { OwnLessons } from './OwnLessons.svelte.ts';

export const keptLessons = (lessons: OwnLessons): KeptKind => ({
	kind: 'lesson',
	stage: 'work',
	list: async () =>
		lessons.all.map(({ id, file, text }) => {
			const name = /\.md$/i.test(file) ? file : `${file}.md`;
			return { name, read: async () => ({ id, name, files: [{ name, blob: new Blob([text]) }] }) };
		}),
	store: (_, [file]) => lessons.list(file),
});
