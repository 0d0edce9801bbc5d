/** A lesson opens with its own experiment, keeps its secret, and shows the guess on the curve. */
import { describe, expect, test, vi } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import { answerPicture } from '#lab/features/teach/page/answerPicture.ts';
import { LessonsState } from '#lab/features/teach/page/LessonsState.svelte.ts';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';

const text = `---
lesson: 1
title: Short
question: Do six steps teach anything?
minutes: 1
curve: exact('reversing')
seen: '{early} at first, {late} at the end.'
experiment: {train: [reversing], watch: [stories], steps: 6}
---

## Train

\`\`\`step
train: 3
keep:
  early: exact('reversing')
\`\`\`

## Guess

\`\`\`step
ask: And then?
choices:
  - Less than double: { op: <, value: early, times: 2 }
  - Double or more: { op: '>=', value: early, times: 2 }
\`\`\`

## Go on

\`\`\`step
train: end
keep:
  late: exact('reversing')
\`\`\`

## Answer

It is {late}, and it was {exact('reversing', 3)}.

\`\`\`step
answer: true
\`\`\`
`;
const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const model = { id: 'base', sha256: '0'.repeat(64) };
const usual = defaultExperiment(infos, model);

/** What a lesson uses of the lab. `runs`: stored runs. */
class FakeLab {
	run: unknown = null;
	shownRun = null;
	linked: unknown = null;
	experiment: Experiment = usual;
	info;
	opened = Promise.resolve();
	notices = { fail: vi.fn(), settle: vi.fn() };
	constructor(runs: readonly string[] = []) {
		this.info = {
			defaultExperiment: usual,
			models: [model],
			skills: infos,
			runs: runs.map((id) => ({ id })),
		};
	}
	skill = () => undefined;
	put = vi.fn((experiment: Experiment) => {
		[this.experiment, this.run] = [experiment, null];
	});
	openRun = vi.fn(async (id: string) => {
		this.run = { id };
	});
	async attempt(_: string, task: () => Promise<void>) {
		await task();
		return true;
	}
	/** A run that was measured at each of `values`. */
	train(id: string, values: Readonly<Record<number, number>>) {
		const history = new RunHistory(2, 6);
		for (const [at, exact] of Object.entries(values))
			history.addEvaluation({
				type: 'evaluation',
				step: Number(at),
				milliseconds: 0,
				skills: [
					{ loss: 1, exact },
					{ loss: 1, exact: null },
				],
			} as never);
		const step = Math.max(...Object.keys(values).map(Number));
		const kind = step === 6 ? 'finished' : 'paused';
		this.run = { id, revision: 0, step, history, experiment: this.experiment, status: { kind } };
	}
}

function openPage(lab: FakeLab, stored = new Map<string, string>(), isNewVisit = false) {
	const next = (id: string) => (id === 'short' ? { id: 'other', title: 'Other' } : null);
	const view = new ViewState(memoryStorage());
	const lessons = new LessonsState(lab as unknown as LabState, view, memoryStorage(stored), {
		find: async (id) => (id === 'short' ? { file: 'short.md', text } : null),
		language: () => 'en',
		places: [],
		next,
		isNewVisit: () => isNewVisit,
	});
	return { lessons, stored };
}
const trainedSkills = ({ skills }: Experiment) =>
	skills.filter(({ use }) => use === 'train').map(({ id }) => id);

describe('the workbench of a lesson', () => {
	test('from the gallery it has the experiment of the lesson', async () => {
		const lab = new FakeLab();
		const { lessons } = openPage(lab);
		await lessons.open('short');
		expect(trainedSkills(lab.experiment)).toEqual(['reversing']);
		expect(lab.experiment.steps).toBe(6);
	});

	test('a bare address brings the open lesson back with its experiment', async () => {
		const { lessons, stored } = openPage(new FakeLab());
		await lessons.open('short');
		const again = new FakeLab();
		const { lessons: restored } = openPage(again, stored, true);
		await restored.restore();
		expect(restored.opened?.id).toBe('short');
		expect(trainedSkills(again.experiment)).toEqual(['reversing']);
	});

	test('after a reload it has the run of the lesson, if it is stored', async () => {
		const lab = new FakeLab();
		const { lessons, stored } = openPage(lab);
		await lessons.open('short');
		lab.train('a', { 0: 0.1, 3: 0.2 });
		lessons.follow();
		const again = new FakeLab(['a']);
		await openPage(again, stored).lessons.restore();
		expect(again.openRun).toHaveBeenCalledExactlyOnceWith('a');
		const deleted = new FakeLab();
		await openPage(deleted, stored).lessons.restore();
		expect(trainedSkills(deleted.experiment)).toEqual(['reversing']);
	});

	test('an experiment that the address names comes first, but not after a reload', async () => {
		const { lessons, stored } = openPage(new FakeLab());
		await lessons.open('short');
		const linked = new FakeLab();
		linked.linked = { experiment: usual };
		const { lessons: aside } = openPage(linked, stored, true);
		await aside.restore();
		expect(aside.opened).toBeNull();
		expect(linked.put).not.toHaveBeenCalled();
		const { lessons: reloaded } = openPage(linked, stored, false);
		await reloaded.restore();
		expect(trainedSkills(linked.experiment)).toEqual(['reversing']);
	});
});

test('a question before anything is measured has no empty curve', async () => {
	const { lessons } = openPage(new FakeLab());
	await lessons.open('short');
	lessons.next(true);
	expect(lessons.step?.title).toBe('Guess');
	expect(answerPicture(lessons)).toBeNull();
});

test('no number before its step, the guess on the curve, and the next lesson', async () => {
	const lab = new FakeLab();
	const { lessons } = openPage(lab);
	await lessons.open('short');
	const { steps, seen } = lessons.opened!.lesson;
	const shown = (at: number) => (steps[at] ?? seen).values.map((value) => lessons.shown(at, value));
	lab.train('a', { 0: 0.1, 3: 0.2 });
	lessons.follow();
	lessons.next();
	expect(lessons.step?.title).toBe('Guess');
	// The run knows the value at step 3, the later step does not show it.
	expect(shown(3)).toEqual([null, null]);
	expect(answerPicture(lessons)).toMatchObject({
		curves: [
			[
				[0, 0.1],
				[3, 0.2],
			],
		],
		guess: [],
	});
	lessons.choose(1);
	expect(answerPicture(lessons)).toMatchObject({ guess: [[0.4, 1]], before: 1, isAnswered: false });
	lessons.next();
	lab.train('b', { 0: 0.1, 3: 0.2, 6: 0.6 });
	lessons.follow();
	lessons.next();
	expect(lessons.step?.title).toBe('Answer');
	expect(shown(3)).toEqual([0.6, 0.2]);
	const { curves, isAnswered } = answerPicture(lessons)!;
	expect(curves.map((curve) => curve.at(-1))).toEqual([
		[3, 0.2],
		[6, 0.6],
	]);
	expect([isAnswered, lessons.outcome?.text]).toEqual([true, 'Double or more']);
	lessons.next();
	expect(lessons.step).toBeNull();
	expect(shown(4)).toEqual([0.2, 0.6]);
	expect(lessons.following).toEqual({ id: 'other', title: 'Other' });
});
