/**
 * Full disks in a real page: a run, an import and the opening of a model under a small quota. Each
 * fails with its instruction, loses nothing, and works when there is space again.
 */
import type { Page } from 'playwright';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import { makeChance } from './chance.ts';
import { makeProfile, startBrowser } from './browserProcess.ts';
import type { SoakOptions } from './interruptions.ts';
import {
	readCurve,
	demand,
	findRun,
	lastMark,
	openLab,
	play,
	runEvents,
	smallExperiment,
	undisturbed,
	untilFinished,
	type Told,
} from './lab.ts';

export interface FullDisks {
	/** Tries of each kind. */
	readonly times: number;
	/** Tries that ended with the message of a full disk; the others had room. */
	readonly runs: number;
	readonly imports: number;
	readonly models: number;
}

const runId = 'soak';
/** The largest quota of a try, in bytes: the site takes 2 MB, a checkpoint 3, a model 1. */
const quotas = { runs: 20_000_000, imports: 10_000_000, models: 4_000_000 };
const smallest = 2_100_000;
const advice = /Delete .*then try again\.|Reload the page/;

/** Quota in bytes; undefined: the browser's own. */
type SetQuota = (bytes?: number) => Promise<void>;

export async function fillDisks(options: SoakOptions, times: number): Promise<FullDisks> {
	const counts = { runs: 0, imports: 0, models: 0 };
	let whole: string | undefined;
	const tries: { readonly [What in keyof typeof counts]: (on: Scene) => Promise<boolean> } = {
		async runs(scene) {
			const experiment = await smallExperiment(scene.page, { ...run, seed: options.seed });
			const isStopped = await stopsWithMend(scene, experiment);
			await scene.setQuota();
			const isNew = !(await findRun(scene.page, runId));
			scene.told.statuses.length = 0;
			if (isStopped) await play(scene.page, runId, isNew ? experiment : undefined);
			if (isStopped) await untilFinished(scene.told);
			const curve = readCurve(await runEvents(scene.page, runId));
			demand(curve === (whole ??= await undisturbed(scene.page, experiment)), 'The curve differs.');
			return isStopped;
		},
		imports: (scene) => isRefusedFirst(scene, addSkill),
		models: (scene) => isRefusedFirst(scene, addModel),
	};
	for (const [what, attempt] of Object.entries(tries)) {
		for (let n = 0; n < times; n++) {
			const bytes = makeChance(options.seed, `quota ${what}`, n).between(
				smallest,
				quotas[what as keyof typeof quotas],
			);
			const isFull = await inFreshBrowser(options, bytes, attempt);
			if (isFull) counts[what as keyof typeof counts]++;
			options.log?.(`${what}, ${(bytes / 1e6).toFixed(1)} MB: ${isFull ? 'full' : 'enough'}`);
		}
	}
	return { times, ...counts };
}

interface Scene {
	readonly page: Page;
	readonly told: Told;
	readonly setQuota: SetQuota;
}
const run = { steps: 40, checkpointEvery: 5 };

/** Chromium remembers for 30 s how much space it found, so the quota is there from the start. */
async function inFreshBrowser(
	{ program, url }: SoakOptions,
	bytes: number,
	work: (scene: Scene) => Promise<boolean>,
): Promise<boolean> {
	const profile = makeProfile();
	const browser = await startBrowser(program, profile.folder);
	try {
		const page = await browser.newPage();
		const session = await page.context().newCDPSession(page);
		const setQuota: SetQuota = async (quotaSize) => {
			const { origin } = new URL(url);
			const size = quotaSize === undefined ? {} : { quotaSize };
			await session.send('Storage.overrideQuotaForOrigin', { origin, ...size });
		};
		await setQuota(bytes);
		const told = await openLab(page, url);
		const isFull = await work({ page, told, setQuota });
		demand(told.errors.length === 0, `The page reports: ${told.errors.join('; ')}`);
		return isFull;
	} finally {
		await browser.close();
		profile.remove();
	}
}

/** Whether the run ends, or cannot begin, with a message that says what to delete. */
async function stopsWithMend({ page, told }: Scene, experiment: Experiment): Promise<boolean> {
	const training = play(page, runId, experiment).then(() => untilFinished(told));
	const message = await training.then(
		() => null,
		(error: Error) => error.message,
	);
	if (message === null) return false;
	demand(advice.test(message), `The message has no instruction: ${message}`);
	const [stored, mark] = [await findRun(page, runId), lastMark(told)];
	demand((stored?.step ?? -1) >= mark, `Step ${mark} was said to be stored.`);
	return true;
}

type Add = () => Promise<string | null>;

/** Adds something, or is refused with the instruction. With the browser's own quota it is added. */
async function isRefusedFirst({ page, setQuota }: Scene, add: Add): Promise<boolean> {
	const message = await page.evaluate(add);
	await setQuota();
	if (message === null) return false;
	demand(advice.test(message), `The message has no instruction: ${message}`);
	const later = await page.evaluate(add);
	demand(later === null, `It fails without the quota too: ${later}`);
	return true;
}

/** In the page: imports 20,000 rows, reads them back and removes them. Returns the error. */
async function addSkill(): Promise<string | null> {
	const { client } = window.skillet!;
	const before = (await client['skill.list']()).length;
	const rows = Array.from({ length: 20_000 }, (_, i) =>
		JSON.stringify({
			prompt: `${i} ${Array.from({ length: 9 }, Math.random).join('')}`,
			answer: `${i}`,
		}),
	);
	const file = new File([rows.join('\n')], 'x.jsonl');
	const mapping = { kind: 'columns', prompt: ['prompt'], answer: ['answer'] } as const;
	const options = { name: 'x', role: 'domain', heldOutShare: 0.1, seed: 1, maskPrivate: false };
	const request = { importId: 'x', file, mapping, options } as const;
	const report = await client['import.start'](request as never).catch((error: Error) => error);
	const skills = await client['skill.list']();
	if (report instanceof Error) {
		if (skills.length !== before) return 'A part of a refused import is there.';
		return report.message;
	}
	const id = report.skillId;
	const storedRows = await client['skill.rows']({ id, part: 'train', from: 0, count: 20_000 });
	await client['skill.remove']({ id });
	return storedRows.length === report.imported.train
		? null
		: `${storedRows.length} rows are there.`;
}

/** In the page: opens the shipped model as a folder, and deletes it. Returns the error. */
async function addModel(): Promise<string | null> {
	const { client, ready } = window.skillet!;
	const { id: shipped } = (await ready).defaultExperiment.model;
	const names = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
	const files = await Promise.all(
		names.map(async (name) => {
			const reply = await fetch(new URL(`models/${shipped}/${name}`, document.baseURI));
			return new File([await reply.arrayBuffer()], name);
		}),
	);
	const before = (await client['lab.open']()).models.length;
	const info = await client['model.import']({ files }).catch((error: Error) => error);
	const { models } = await client['lab.open']();
	if (info instanceof Error)
		return models.length === before ? info.message : 'A part of a refused model is there.';
	await client['model.delete']({ id: info.id });
	return models.some(({ id }) => id === info.id) ? null : 'The model is not there.';
}
