/** The teacher's own lessons, from files and links. */
import { fileText } from '#engine/core/file.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { errorText } from '#lab/page/words/words.ts';
import { checkLesson } from '../model/makeExperiment.ts';
import { namesSeeds, type Lesson, type LessonFile } from '../model/lesson.ts';
import type { LinkedLesson } from '../model/lessonLink.ts';
import { isLesson, parseLesson } from '../model/parseLesson.ts';
import { lessonWords } from '../words.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import type { KeptLessons } from './KeptLessons.svelte.ts';

/** A lesson is a few pages of text. */
const mostBytes = 1e6;

/** The lessons of the page, as far as a file needs them. */
interface Lessons {
	readonly lab: Pick<LabState, 'info' | 'notices'>;
	readonly view: Pick<ViewState, 'place'>;
	readonly texts: { readonly language: () => string; readonly places: readonly string[] };
	readonly opened: { readonly id: string } | null;
	open(id: string, isChosen: boolean, ownSeeds?: boolean): Promise<void>;
	leave(): void;
}

export class OwnLessons {
	/** The messages of the last lessons that could not be opened; null: there were none. */
	problem: string | null = $state.raw(null);

	constructor(
		private readonly lessons: Lessons,
		private readonly kept: KeptLessons,
	) {}

	/** Newest first. */
	get all() {
		return this.kept.stored.own;
	}
	find = (id: string) => this.all.find((lesson) => lesson.id === id);
	/** Newest first. Without a title: this version of the page cannot read it. */
	get cards() {
		return this.all.map(({ id, ...file }) => {
			try {
				const lesson = this.#parse(file);
				return { id, file: file.file, title: lesson.title, setsSeeds: namesSeeds(lesson) };
			} catch {
				return { id, file: file.file, title: '', setsSeeds: false };
			}
		});
	}
	/** Throws an InputError. */
	read(lesson: LessonFile): Lesson {
		const read = this.#parse(lesson);
		const { info } = this.lessons.lab;
		if (info) checkLesson(read, lesson.file, info);
		return read;
	}
	#parse(lesson: LessonFile): Lesson {
		const { language, places } = this.lessons.texts;
		return parseLesson({ ...lesson, language: language(), places });
	}
	take = (file: File): Promise<void> =>
		this.attempt(async () =>
			this.open({ file: file.name, text: await fileText(file, mostBytes) }, true),
		);
	/**
	 * Lessons among dropped files (here any Markdown): opens one, lists several. Gives back the
	 * others.
	 */
	async takeLessons(files: readonly File[]): Promise<readonly File[]> {
		const isText = ({ name }: File) => /\.(?:md|markdown)$/i.test(name);
		const read = (file: File) => file.text().catch(() => '');
		const isHere = this.lessons.view.place === 'lessons';
		const are = await Promise.all(
			files.map(async (file) => isText(file) && (isHere || isLesson(await read(file)))),
		);
		const lessons = files.filter((_, i) => are[i]);
		if (lessons.length === 1) await this.take(lessons[0]);
		else await this.attempt(...lessons.map((lesson) => () => this.list(lesson)));
		return files.filter((_, i) => !are[i]);
	}
	/** Does each task, and shows the errors in the place of the lessons, or as notices. */
	async attempt(...tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
		const { view, lab } = this.lessons;
		this.problem = null;
		lab.notices.settle(lessonWords.cannotOpen);
		for (const task of tasks)
			try {
				await task();
			} catch (error) {
				if (view.place === 'lessons')
					this.problem = `${this.problem ?? ''} ${errorText(error)}`.trim();
				else lab.notices.fail(lessonWords.cannotOpen, error);
			}
	}
	/** Opens a lesson where the visitor left it. Throws an InputError. */
	async open(file: LinkedLesson, isChosen: boolean, ownSeeds?: boolean): Promise<void> {
		this.read(file);
		const id = ownId(file);
		const others = this.all.filter((lesson) => lesson.id !== id);
		this.kept.change({ own: [{ id, ...file }, ...others] });
		await this.lessons.open(id, isChosen, ownSeeds);
	}
	/** Adds a lesson to the list. False: it is there already. Throws an InputError. */
	async list(file: File): Promise<boolean> {
		const lesson = { file: file.name, text: await fileText(file, mostBytes) };
		this.read(lesson);
		const id = ownId(lesson);
		if (this.find(id)) return false;
		this.kept.change({ own: [{ id, ...lesson }, ...this.all] });
		return true;
	}
	remove(id: string): void {
		if (this.lessons.opened?.id === id) this.lessons.leave();
		this.kept.change({ own: this.all.filter((lesson) => lesson.id !== id) });
	}
}

const ownId = ({ text }: LessonFile): string => `own:${sha256Hex(text).slice(0, 12)}`;
