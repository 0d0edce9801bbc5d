import { afterEach, expect, it, vi } from 'vitest';
import { lessonLink } from '../model/lessonLink.ts';
import { smallLesson } from '../../../../../tests/support/smallLesson.ts';
import { lessonCover } from './cover.ts';

afterEach(() => vi.unstubAllGlobals());

it('an embedded lesson shows its title and its question', async () => {
	vi.stubGlobal('location', { href: 'https://lab.test/' });
	expect(await lessonCover('#lesson=mixing', [])).toEqual({
		title: 'Why the mix matters',
		text: 'What becomes of a small skill when large files set the mix?',
	});
	expect(await lessonCover(lessonLink(smallLesson), [])).toEqual({
		title: 'Twice as long',
		text: 'Does a longer run help every skill?',
	});
	const broken = lessonLink(smallLesson.replace('lesson: 1', 'lesson: 9'));
	await expect(lessonCover(broken, [])).rejects.toThrow('lesson');
});
