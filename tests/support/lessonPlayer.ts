/** Plays a lesson to its end as a visitor does who lets the buttons do it, with the real engine. */
import { readFile } from 'node:fs/promises';
import { openStores } from '#lab/storage/stores.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import type { Recorded } from '#lab/features/lessons/model/lesson.ts';
import { LessonsState } from '#lab/features/lessons/page/LessonsState.svelte.ts';
import { findLesson } from '#lab/features/lessons/page/shipped.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { freshBrowser } from './browser.ts';
import { openLab } from './featureLab.ts';
import { places } from './lessonFiles.ts';

/** [step, value] of the lesson's skill. */
export type Curve = [number, number][];
export interface Played {
	readonly values: Recorded;
	readonly curves: readonly Curve[];
	/** The answers of the question that the run gave. */
	readonly outcomes: number;
	readonly problems: readonly string[];
}

/** `changed`: the text of the lesson that is played instead of its own. */
export async function playLesson(
	id: string,
	changed: (text: string) => string = (text) => text,
): Promise<Played> {
	freshBrowser();
	const { client } = await openLab({
		openStores: (options) => openStores({ ...options, name: `lesson ${id}`, browser: {} }),
		openDevice: () => openNodeDevice(),
		createTrainer,
		page: {
			base: new URL('../../', import.meta.url),
			fetch: async (url) => new Response(new Uint8Array(await readFile(url))),
		},
	});
	const lab = new LabState(client, {
		nextFrame: (callback) => void setTimeout(callback, 0),
		newId: () => crypto.randomUUID(),
		parts: { places, hideable: [] },
	});
	await lab.open(client['lab.open'](), '');
	const stored = new Map<string, string>();
	const storage = {
		getItem: (key: string) => stored.get(key) ?? null,
		setItem: (key: string, text: string) => void stored.set(key, text),
	};
	const lessons = new LessonsState(lab, new ViewState(storage), storage, {
		find: async (lesson) => {
			const file = await findLesson('en', lesson);
			return file && { ...file, text: changed(file.text) };
		},
		language: () => 'en',
		places,
	});
	await lessons.open(id);
	const { curve: skill } = lessons.opened!.lesson;
	const curves: Curve[] = [];
	const values: Recorded[number][] = [];
	const problems = () => lab.notices.notices.filter(({ level }) => level === 'error');
	let outcomes = 0;
	while (lessons.step && problems().length === 0) {
		const { step } = lessons;
		const at = lessons.progress.step;
		const before = Object.fromEntries(
			step.values.map((value) => [value.source, lessons.shown(at, value).value]),
		);
		values.push(before as Recorded[number]);
		if (step.answers) outcomes = lessons.choices.filter((choice) => lessons.holds(choice)).length;
		if (step.ask) lessons.choose(0);
		else if (step.until) {
			await lessons.perform();
			while (lessons.progress.step === at && !lessons.isDone && problems().length === 0) {
				await new Promise((resolve) => setTimeout(resolve, 20));
				lessons.follow();
			}
			const found = lab.experiment!.skills.findIndex(({ id }) => id.split(':')[0] === skill);
			if (step.action?.train !== undefined && found >= 0)
				curves.push(
					lab.run!.history.evaluations.map(({ step: measured, skills }) => {
						const { exact, loss } = skills[found];
						return [measured, Number((exact ?? loss).toFixed(3))];
					}),
				);
		}
		if (lessons.progress.step === at) lessons.next();
	}
	return { values, curves, outcomes, problems: problems().map(({ message }) => message) };
}
