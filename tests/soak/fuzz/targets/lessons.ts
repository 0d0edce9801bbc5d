/** Lessons and their links. A link of the text gives it back, and asks no other site. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { features } from '#lab/features/index.ts';
import { lessonLink, readLessonLink } from '#lab/features/lessons/model/lessonLink.ts';
import { parseLesson } from '#lab/features/lessons/model/parseLesson.ts';
import { listParts } from '#lab/page/shell/pageParts.ts';
import type { Chance } from '../chance.ts';
import { mutatedText } from '../mutate.ts';
import { Defect, defineTarget, demand, demandFinite } from '../target.ts';
import { oddText } from '../values.ts';

const folder = new URL('../../../../src/lab/features/lessons/lessons/', import.meta.url);
const lessons = readdirSync(folder)
	.map((id) => new URL(`${id}/en.md`, folder))
	.filter((file) => existsSync(file))
	.map((file) => readFileSync(file, 'utf8'));
const { places } = listParts(features);
const site = 'https://lab.example/page/';

interface LessonCase {
	/** The text of a lesson, or the fragment of a link. */
	readonly kind: 'text' | 'link';
	readonly content: string;
}

function makeLesson(chance: Chance): LessonCase {
	let text = chance.one(lessons);
	for (let i = chance.below(3); i > 0; i--) text = mutatedText(text, chance);
	switch (chance.below(4)) {
		case 0:
			return { kind: 'link', content: mutatedLink(lessonLink(text), chance) };
		case 1: {
			const address = chance.one([
				'own.md',
				'//other.example/a.md',
				'https://other.example',
				'a%zz',
			]);
			const changed = chance.is(0.5) ? mutatedText(address, chance) : address;
			return {
				kind: 'link',
				content: `#lesson=${changed}${chance.is(0.2) ? oddText(chance) : ''}`,
			};
		}
		default:
			return { kind: 'text', content: text };
	}
}

/** The start decides whether the page reads it as a lesson at all. */
function mutatedLink(link: string, chance: Chance): string {
	const start = '#lesson.1.';
	return start + mutatedText(link.slice(start.length), chance);
}

async function open({ kind, content }: LessonCase): Promise<void> {
	if (kind === 'link') {
		const { file, text } = await readLessonLink(content, site, async ({ origin }) => {
			if (origin !== new URL(site).origin) throw new Defect(`It asks ${origin}.`);
			return new Response(lessons[0]);
		});
		parse(file, text);
		return;
	}
	parse('lesson.md', content);
	const linked = await readLessonLink(lessonLink(content), site, () => {
		throw new Defect('A link with the text loads a file.');
	});
	// A link is UTF-8: it drops the byte order mark, and half characters become U+FFFD.
	const utf8 = content.toWellFormed().replace(/^\uFEFF/, '');
	demand(linked.text === utf8, 'Its link has another text.');
}

function parse(file: string, text: string): void {
	const lesson = parseLesson({ file, text, language: 'en', places });
	demand(lesson.steps.length > 0, 'The lesson has no steps.');
	demandFinite(lesson, 'The lesson');
}

export const lessonTarget = defineTarget<LessonCase>({
	name: 'lessons',
	make: makeLesson,
	open,
	names: ({ kind }, { message }) => kind === 'link' || message.includes('lesson.md'),
	show: ({ content }) => content,
});
