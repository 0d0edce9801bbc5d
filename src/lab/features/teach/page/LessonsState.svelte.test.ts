import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import LessonsPlace from './LessonsPlace.svelte';
import { LessonsState } from './LessonsState.svelte.ts';
import GiveLesson from './GiveLesson.svelte';
import { copyText, resultLine } from './shareLesson.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { readLessonResult } from '#lab/run/lessonResult.ts';
import type { LinkContent } from '#lab/run/link.ts';
import * as outcomes from '#lab/run/outcome.ts';
import { evaluationEvent } from '../../../../../tests/support/runEvents.ts';
import { baseExperiment as usual, skillInfos } from '../../../../../tests/support/study.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { start } from '../model/progress.ts';

const readLesson = (id: string) =>
	readFileSync(`src/lab/features/teach/lessons/${id}/en.md`, 'utf8');
const example = readLesson('example');
const attempt = async (_: string, task: () => unknown) => (await task(), true);

/** The lessons of a page. `lesson`: the built-in one; `step`: where an earlier visit left it. */
function openLessons(parts: object = {}, { lesson = '', step = {}, texts = {} } = {}) {
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
		newSeed: () => 77,
		...texts,
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
	const { body } = render(LessonsPlace, { props: { lessons } });
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

/** A finished run whose end was also evaluated on other rows: there, a quarter is right. */
const finishedRun = () => {
	const history = new RunHistory(usual.skills.length, 100);
	const scores = (exact: number, examples: number) =>
		usual.skills.map(() => ({ loss: 1, exact, tokenAccuracy: 0.5, examples }));
	const end = evaluationEvent(100, [], { skills: scores(0.75, 80) });
	const also = { skills: scores(0.25, 50), averageExact: 0.25, worstExact: null };
	history.evaluations.push(evaluationEvent(0, [], { skills: scores(0, 50) }), { ...end, also });
	return { id: 'r', step: 100, ended: true, revision: 1, status: { kind: 'finished' }, history };
};

test('the end of the lesson’s curve is the figure of its text', async () => {
	const step = { step: 1, run: 'r' };
	const { lessons } = openLessons(
		{ run: finishedRun(), experiment: usual },
		{ lesson: 'mix', step },
	);
	await lessons.open('mix');
	const points = [
		[0, 0],
		[100, 0.75],
	];
	expect(lessons.curves).toEqual([{ run: 'r', points }]);
});

test('the result for the class has the question, the guess and all stored runs', async () => {
	const run = finishedRun();
	const events = [...run.history.evaluations, { type: 'finished', step: 100 }];
	const stored = (id: string, seed: number) => ({
		id,
		end: 'finished',
		experiment: { ...usual, seed },
		backend: 'wasm',
	});
	const points = [[0, 0.5]];
	const linkTo = vi.fn((_: LinkContent) => 'https://lab.example/#3.x');
	const curves = ['first', 'deleted', 'r'].map((id) => ({ run: id, points }));
	const { lessons, lab } = openLessons(
		{ linkTo, functions: outcomes, client: { 'run.events': async () => events } },
		{ lesson: 'mix', step: { step: 3, choice: 1, run: 'r', curves } },
	);
	await lessons.open('mix');
	Object.assign(lab, { info: { runs: [stored('first', 5), stored('r', 6)] } });
	expect(await resultLine(lessons)).toBe('https://lab.example/#3.x');
	const [[content]] = linkTo.mock.calls;
	expect(content.experiment.seed).toBe(6);
	expect(readLessonResult(content)).toMatchObject({
		id: 'mix',
		question: 'What if the model hardly practises a skill?',
		curve: { measure: 'exact', unit: 'share', skill: 'capitals' },
		guess: 1,
		runs: [
			{ experiment: { seed: 5 }, points },
			{ experiment: { seed: 6 }, points },
		],
	});
});

/** The parts of a lab with the built-in skills and no run. */
const emptyLab = {
	info: { defaultExperiment: usual, models: [], skills: skillInfos, runs: [] },
	run: null,
	experiment: usual,
	put(experiment: Experiment) {
		this.experiment = experiment;
	},
};

test('the main button does the step, whatever run is on the workbench', async () => {
	const run = finishedRun();
	const play = vi.fn(async () => undefined);
	const put = vi.fn((experiment: Experiment) => {
		Object.assign(lessons.lab, { experiment, run: null });
	});
	const parts = { ...emptyLab, run: run as unknown, play, put };
	const { lessons } = openLessons(parts, { lesson: 'mix', step: { step: 2, choice: 0, run: 'r' } });
	Object.assign(lessons.lab, { info: { ...emptyLab.info, runs: [{ id: 'r' }] } });
	await lessons.open('mix');
	expect(lessons.lent!.label).toBe('▶ Train');
	const pace = { kind: 'slow', milliseconds: 100 } as const;
	await lessons.lent!.perform(pace);
	expect(put.mock.calls.map(([{ policy }]) => policy[0].settings)).toEqual([
		{ ratios: { capitals: 5, french: 95 } },
	]);
	expect(play.mock.calls).toEqual([[pace]]);
	// After a pause it goes on, and does not begin anew.
	const status = { kind: 'paused' };
	Object.assign(lessons.lab, { run: { ...run, step: 40, ended: false, status } });
	expect(lessons.lent!.label).toBe('▶ Continue');
	await lessons.lent!.perform(pace);
	expect(put).toHaveBeenCalledOnce();
	// A question has no action: the button keeps its own meaning.
	lessons.back();
	expect(lessons.lent).toBeUndefined();
});

test('a link gives each visitor another seed, which a restart and another visit keep', async () => {
	let seeds = 76;
	const { lessons } = openLessons(emptyLab, {
		lesson: 'forgetting',
		texts: { newSeed: () => ++seeds },
	});
	await lessons.openLink('#lesson=forgetting&seeds=each');
	expect(lessons.lab.experiment).toEqual({ ...usual, seed: 77 });
	expect(lessons.link).toBe('#lesson=forgetting&seeds=each');
	await lessons.restart();
	expect(lessons.lab.experiment?.seed).toBe(77);
	lessons.leave();
	await lessons.open('forgetting');
	await lessons.openLink('#lesson=forgetting&seeds=each');
	expect(lessons.lab.experiment?.seed).toBe(77);
	// The plain link is the lesson as everybody has it.
	await lessons.openLink('#lesson=forgetting');
	expect(lessons.lab.experiment?.seed).toBe(usual.seed);
	expect(lessons.link).toBe('#lesson=forgetting');
});

test('leaving gives back the experiment before, so a comparison takes no two skills', async () => {
	const { lessons } = openLessons(emptyLab, { lesson: 'mix' });
	const before = lessons.lab.experiment;
	await lessons.open('mix');
	expect(lessons.lab.experiment!.skills.length).toBeLessThan(8);
	lessons.leave();
	expect(lessons.lab.experiment).toEqual(before ?? lessons.lab.info!.defaultExperiment);
	// An experiment of the visitor's own stays.
	await lessons.open('mix');
	lessons.lab.put({ ...usual, steps: 7 });
	lessons.leave();
	expect(lessons.lab.experiment?.steps).toBe(7);
});

test('a lesson that sets its seeds itself keeps them', async () => {
	const { lessons } = openLessons(emptyLab, { lesson: 'seeds' });
	await lessons.openLink('#lesson=seeds&seeds=each');
	expect(lessons.link).toBe('#lesson=seeds');
	expect(lessons.progress.seed).toBeUndefined();
});

test('a reload shows a finished lesson at its end, and its link begins it anew', async () => {
	const at = { lesson: 'forgetting', step: { step: 6, choice: 0, finished: true } };
	for (const [isNewVisit, step] of [
		[false, 6],
		[true, 0],
	] as const) {
		const texts = { isNewVisit: () => isNewVisit };
		const { lessons } = openLessons(emptyLab, { ...at, texts });
		await lessons.followHistory();
		lessons.view.guide = { id: 'forgetting', isChosen: false };
		await lessons.followHistory();
		await lessons.openLink('#lesson=forgetting');
		expect(lessons.progress.step).toBe(step);
	}
});

test('the link for a class has its QR code, and says where it does not open', async () => {
	const { lessons } = openLessons(emptyLab, { lesson: 'forgetting' });
	await lessons.open('forgetting');
	const rendered = (page: string, isLive = false) => {
		vi.stubGlobal('location', new URL(page));
		vi.stubGlobal('document', { querySelector: () => isLive || null });
		const { body } = render(GiveLesson, { props: { lessons } });
		vi.unstubAllGlobals();
		return body;
	};
	const school = rendered('https://lab.example/?backend=wasm#3.x');
	expect(school).toContain('https://lab.example/?backend=wasm#lesson=forgetting&amp;seeds=each');
	expect(school).toContain('QR code: Forgetting, and what replay saves');
	expect(school).toContain('Paste all lines below.');
	expect(school).not.toContain('the link opens nowhere else');
	expect(rendered('http://localhost:4173/')).toContain('the link opens nowhere else');
	// A host that collects has a short address, whose QR code is small.
	const live = rendered('http://192.168.100.200:4173/', true);
	expect(live).toContain('http://192.168.100.200:4173/l/5<');
	expect(live).toContain('viewBox="0 0 33 33"');
});
