/** Plays a lesson to its end by Train and Next alone, with the real engine. */
import { readFile } from 'node:fs/promises';
import { shippedRows } from '#lab/run/realModel.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { openStores } from '#lab/storage/stores.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ViewState } from '#lab/page/state/ViewState.svelte.ts';
import type { Points } from '#lab/features/teach/model/answerCurve.ts';
import { readText } from '#lab/features/teach/model/readText.ts';
import { LessonsState } from '#lab/features/teach/page/LessonsState.svelte.ts';
import { findLesson } from '#lab/features/teach/page/shipped.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { fetchModel, realModels } from '../real/realModels.ts';
import { freshBrowser } from './browser.ts';
import { openLab } from './featureLab.ts';
import { places } from './lessonFiles.ts';
import { downloadedLesson } from './lessonOrder.ts';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';

/** Opens the model and imports the rows of the preset, as its dialog does. */
async function openRealModel(client: LabClient): Promise<ModelInfo> {
	const found = fetchModel(realModels[0]);
	if ('missing' in found) throw new Error(found.missing);
	const file = new File([await readFile(found.path)], realModels[0].file);
	const model = await client['model.import']({ files: [file] });
	for (const { file: name, skill } of shippedRows) {
		const file = new File([await readFile(`public/rows/${name}`)], name);
		const { mapping, ...recipe } = skill.recipe;
		const options = { name: skill.name, role: skill.role, ...recipe };
		await client['import.start']({ importId: name, file, mapping, options });
	}
	return model;
}

export interface Played {
	/** The measure of the question in each run of the lesson. */
	readonly curves: readonly Points[];
	/** The number of curves before the question. */
	readonly before: number;
	/** The index of the choice that the run made true; none: the question is wrong. */
	readonly outcomes: readonly number[];
	/** The texts of the steps, and what the visitor has seen, with the values of the run. */
	readonly read: readonly string[];
	/** Values in texts that were not known when their step was done. */
	readonly unknown: readonly string[];
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
	const storage = memoryStorage();
	const lab = new LabState(client, {
		nextFrame: (callback) => void setTimeout(callback, 0),
		newId: () => crypto.randomUUID(),
		parts: { places, hideable: [] },
		storage,
	});
	await lab.open(client['lab.open'](), '');
	const lessons = new LessonsState(lab, new ViewState(storage), storage, {
		find: async (lesson) => {
			const file = await findLesson('en', lesson);
			return file && { ...file, text: changed(file.text) };
		},
		language: () => 'en',
		places,
		// The page measures it.
		runTime: () => 60_000,
	});
	if (id === downloadedLesson) {
		const model = await openRealModel(client);
		await lab.refresh({ models: [...lab.info!.models, model] });
	}
	await lessons.open(id);
	await lab.untrained.prepare(lab);
	const { steps, seen } = lessons.opened!.lesson;
	const problems = () => lab.notices.notices.filter(({ level }) => level === 'error');
	let outcomes: readonly number[] = [];
	while (lessons.step && problems().length === 0) {
		const { step } = lessons;
		const at = lessons.progress.step;
		if (step.answers) outcomes = lessons.outcome ? [lessons.choices.indexOf(lessons.outcome)] : [];
		if (step.ask) lessons.choose(0);
		else if (step.until.length > 0) {
			await lessons.lent?.perform({ kind: 'full' });
			const isDone = () => lessons.progress.step !== at || (lessons.isDone && !lessons.isBusy);
			while (!isDone() && problems().length === 0) {
				await new Promise((resolve) => setTimeout(resolve, 20));
				lessons.follow();
			}
		}
		if (lessons.progress.step === at) lessons.next();
	}
	const { curves, before = 0 } = lessons.progress;
	const texts = [...steps, { title: 'seen', ...seen }].map(({ title, blocks }, at) =>
		[title, readText(blocks, (value) => lessons.shown(at, value))].join(': '),
	);
	const unknown = [...steps, seen].flatMap(({ values }, at) =>
		values.flatMap((value) => (lessons.shown(at, value) === null ? [value.source] : [])),
	);
	return {
		curves: curves.map(({ points }) =>
			points.map(([step, value]): Points[number] => [step, Number(value.toFixed(3))]),
		),
		before,
		outcomes,
		read: texts,
		unknown,
		problems: problems().map(({ message }) => message),
	};
}
