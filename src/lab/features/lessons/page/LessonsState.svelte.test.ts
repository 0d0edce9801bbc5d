import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import LessonsPlace from './LessonsPlace.svelte';
import { LessonsState } from './LessonsState.svelte.ts';
import { copyText, resultLine } from './shareLesson.ts';
import { start } from '../model/progress.ts';

const readLesson = (id: string) =>
	readFileSync(`src/lab/features/lessons/lessons/${id}/en.md`, 'utf8');
const example = readLesson('example');
const attempt = async (_: string, task: () => unknown) => (await task(), true);

/** The lessons of a page. `lesson`: the built-in one; `step`: where an earlier visit left it. */
function openLessons(parts: object = {}, { lesson = '', step = {} } = {}) {
	const stored = JSON.stringify({
		open: null,
		lessons: { [lesson]: { ...start, ...step } },
		own: [],
	});
	const storage = {
		getItem: () => (lesson ? stored : null),
		setItem: vi.fn(),
		removeItem: vi.fn(),
	};
	const notices = { fail: vi.fn(), settle: vi.fn() };
	const lab = { info: null, notices, attempt, ...parts };
	const view = new ViewState(storage);
	const lessons = new LessonsState(lab as unknown as LabState, view, storage, {
		find: async () => (lesson ? { file: `${lesson}.md`, text: readLesson(lesson) } : null),
		language: () => 'en',
		places: [],
	});
	return { lessons, view, lab, fail: notices.fail };
}

test('Markdown dropped in the place of lessons is a lesson, or an error says why not', async () => {
	const { lessons, view, fail } = openLessons();
	const notes = new File(['# Notes'], 'notes.md');
	expect(await lessons.own.takeLessons([notes])).toEqual([notes]);
	expect(lessons.own.problem).toBeNull();
	view.place = 'lessons';
	const rows = new File(['{}'], 'rows.jsonl');
	expect(await lessons.own.takeLessons([rows, notes])).toEqual([rows]);
	expect(lessons.own.problem).toContain('notes.md, line 1: lesson: the file has no front matter.');
	// The place shows it: a notice would say it twice.
	expect(fail).not.toHaveBeenCalled();
	view.place = 'bench';
	await lessons.own.take(notes);
	expect(lessons.own.problem).toBeNull();
	expect(fail).toHaveBeenCalledOnce();
	// In another encoding, letters would be lost without a word.
	await lessons.own.take(new File([Uint8Array.of(0x23, 0x20, 0xe9)], 'latin.md'));
	expect(fail.mock.lastCall![1]).toEqual(
		failure('{name}: it is not text in UTF-8. Save it as UTF-8.', { name: 'latin.md' }),
	);
	// The import says why it cannot be read.
	const moved = Object.assign(new File([], 'moved.md'), {
		text: () => Promise.reject(new DOMException('It is gone.', 'NotFoundError')),
	});
	expect(await lessons.own.takeLessons([moved, rows])).toEqual([moved, rows]);
});

test('of several lessons, each that cannot be read is named, until a lesson opens', async () => {
	const { lessons, view, fail } = openLessons();
	const bad = (name: string) => new File(['---\nlesson: 1\n---\n'], name);
	const files = [bad('a.md'), bad('b.md'), new File([example], 'good.md')];
	await lessons.own.takeLessons(files);
	expect(fail).toHaveBeenCalledTimes(2);
	view.place = 'lessons';
	await lessons.own.takeLessons(files);
	expect(lessons.own.problem).toMatch(/^a\.md.* b\.md/);
	expect(lessons.own.all.map(({ file }) => file)).toEqual(['good.md']);
	await lessons.open('another');
	expect(lessons.own.problem).toBeNull();
});

test('several lessons at once are listed, each once, and none opens', async () => {
	const { lessons, fail } = openLessons();
	const files = ['First', 'Second', 'Second'].map(
		(title) => new File([example.replace('Twice as long', title)], `${title}.md`),
	);
	expect(await lessons.own.takeLessons(files)).toEqual([]);
	expect(fail).not.toHaveBeenCalled();
	expect(lessons.own.all.map(({ file }) => file)).toEqual(['Second.md', 'First.md']);
	expect(lessons.opened).toBeNull();
	// Each has a link, and a QR code of it.
	vi.stubGlobal('location', new URL('https://lab.example/'));
	const { body } = render(LessonsPlace, { props: { lessons } });
	vi.unstubAllGlobals();
	for (const name of ['Second.md', 'First.md']) expect(body).toContain(`QR code: ${name}`);
	// All lessons from links have one file's name.
	for (const title of ['Second', 'First']) expect(body).toContain(`<strong>${title}</strong>`);
});

test('a page without a clipboard says that it cannot copy', async () => {
	const fail = vi.fn();
	const { lessons } = openLessons({
		attempt: (what: string, task: () => Promise<unknown>) =>
			task().then(
				() => true,
				() => (fail(what), false),
			),
	});
	vi.stubGlobal('navigator', {});
	expect(await copyText(lessons.lab, () => 'a link')).toBe(false);
	expect(fail.mock.calls).toEqual([['Cannot copy.']]);
	const write = vi.fn(async (_: readonly { readonly data: Record<string, Promise<Blob>> }[]) => {});
	vi.stubGlobal('navigator', { clipboard: { write } });
	vi.stubGlobal(
		'ClipboardItem',
		class {
			constructor(readonly data: Record<string, Promise<Blob>>) {}
		},
	);
	const copied = copyText(lessons.lab, () => sleep(1, 'a link'));
	// Safari copies only what the click itself writes.
	expect(write).toHaveBeenCalledOnce();
	expect(await copied).toBe(true);
	const [[[item]]] = write.mock.calls;
	expect(await (await item.data['text/plain']).text()).toBe('a link');
	vi.unstubAllGlobals();
});

test('an open skill gives way to the one that the step speaks of', async () => {
	const { lessons, view } = openLessons({ experiment: null });
	view.focus = 'sorting';
	await lessons.own.open({ file: 'example.md', text: example }, true);
	lessons.showSkill();
	expect(view.focus).toBe('reversing');
	view.focus = null;
	lessons.showSkill();
	expect(view.focus).toBeNull();
});

test('while a fork trains, a second click does not fork again', async () => {
	const run = { step: 300, status: { kind: 'finished' }, ended: true };
	const fork = vi.fn(async () =>
		Object.assign(run, { step: 50, status: { kind: 'running' }, ended: false }),
	);
	const step = { step: 3, choice: 0 };
	const { lessons } = openLessons({ run, fork, play: vi.fn() }, { lesson: 'mixing', step });
	await lessons.open('mixing');
	await lessons.perform();
	expect(lessons.isDoing).toBe(true);
	await lessons.perform();
	expect(fork).toHaveBeenCalledOnce();
	run.status.kind = 'paused';
	expect(lessons.isDoing).toBe(false);
});

test('the result for the class is the run that answered, not a later one', async () => {
	const events = vi.fn(() => Promise.reject(new Error('read')));
	const step = { step: 4, choice: 0, run: 'later', curves: [{ run: 'answered', points: [] }] };
	const { lessons, lab } = openLessons(
		{ client: { 'run.events': events } },
		{ lesson: 'example', step },
	);
	await lessons.open('example');
	Object.assign(lab, { info: { runs: [{ id: 'answered' }, { id: 'later' }] } });
	await expect(resultLine(lessons)).rejects.toThrow('read');
	expect(events).toHaveBeenCalledWith({ runId: 'answered' });
});
