/**
 * Real models against transformers, peft and llama.cpp (golden.py, golden.json): the tokenizer,
 * greedy answers, a LoRA run, and the files that the lab writes. SKILLET_REAL_OUT=FOLDER leaves in
 * FOLDER what golden.py reads. The short form (SKILLET_SUITE=short) has the tokenizer and the
 * answers of the first model.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { encodeExample } from '#engine/data/encode.ts';
import { readModelHead } from '#engine/model/folder.ts';
import { readNumbers, readSafetensors } from '#engine/model/safetensors.ts';
import { allLinear, toSkillRef, type Experiment } from '#lab/run/experiment.ts';
import { realModelExperiment, shippedLengths, shippedRows } from '#lab/run/realModel.ts';
import type { ShippedRows } from '#lab/run/realModel.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { pythonWith } from '../support/python.ts';
import { fetchModel, realModels, type RealModel } from './realModels.ts';

interface Golden {
	readonly sha256: string;
	/** The first 8 digits of the SHA-256 of each text's ids, written with commas. */
	readonly ids: readonly string[];
	/** SHA-256 of each greedy answer. */
	readonly answers?: readonly string[];
	/** Absent, as all that follows, where no run was compared. */
	readonly losses?: readonly number[];
	readonly norms?: readonly number[];
	/** The size of each second matrix of the adapter after the steps, by name in order. */
	readonly adapter?: readonly number[];
	readonly tunedAnswers?: readonly string[];
}
const read = (file: string): unknown =>
	JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8'));
const texts = read('texts.json') as readonly string[];
const rows = read('rows.json') as readonly { question: string; answer: string }[];
const prompts = read('prompts.json') as readonly string[];
const out = process.env['SKILLET_REAL_OUT'];
const isShort = process.env['SKILLET_SUITE'] === 'short';
const steps = 6;
const maxTokens = 12;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const runId = (model: RealModel, n: number) => `real-${model.id}-${n}`;

async function open(page: Page, file: string): Promise<ModelInfo> {
	await page.goto('/');
	await page.evaluate(() => window.skillet!.ready);
	await page.getByRole('button', { name: 'Models', exact: true }).click();
	const place = page.getByRole('main');
	const chooser = page.waitForEvent('filechooser');
	await place.getByRole('button', { name: /^Open its files/ }).click();
	await (await chooser).setFiles(file);
	await expect(place.getByText(/ is here\./)).toBeVisible();
	const { models } = await page.evaluate(() => window.skillet!.client['lab.settled']());
	return models.find((model) => model.source === 'file')!;
}

/** The model's files without its weights, which stay in the page. */
async function textFiles(page: Page, id: string): Promise<Map<string, Uint8Array>> {
	const files = await page.evaluate(async (id) => {
		const all = await window.skillet!.client['model.files']({ id });
		const small = all.filter(({ name }) => !name.endsWith('.safetensors'));
		return Promise.all(small.map(async ({ name, blob }) => [name, await blob.text()] as const));
	}, id);
	return new Map(files.map(([name, text]) => [name, Buffer.from(text)]));
}

async function makeExperiment(page: Page, { id, sha256 }: ModelInfo): Promise<Experiment> {
	const skill = await page.evaluate(async (rows) => {
		const { client } = window.skillet!;
		const text = rows.map((row) => JSON.stringify(row)).join('\n');
		const { skillId } = await client['import.start']({
			importId: 'real',
			file: new File([text], 'real.jsonl'),
			mapping: { kind: 'shape', shape: 'questionAnswer' },
			options: { name: 'Real', role: 'domain', heldOutShare: 0.2, seed: 1, maskPrivate: false },
		});
		return (await client['skill.list']()).find((each) => each.id === skillId)!;
	}, rows);
	const { defaultExperiment } = await page.evaluate(() => window.skillet!.client['lab.settled']());
	return {
		...defaultExperiment,
		model: { id, sha256 },
		skills: [toSkillRef(skill, 'train')],
		steps,
		adapter: {
			rank: 8,
			alpha: 16,
			dropout: 0,
			rankStabilised: false,
			dora: false,
			base: 'f32',
			targets: allLinear,
		},
		batching: { size: 4, context: 128, layout: 'packed' },
		optimizer: { ...defaultExperiment.optimizer, learningRate: 1e-3, weightDecay: 0, clip: 1 },
		schedule: { kind: 'constant', warmup: 0, floor: 1 },
		evaluation: { every: steps, examples: 2, finalExamples: 2, samples: 0 },
		checkpointEvery: steps,
	};
}

/** Imports the rows of the preset “A real model” and measures them with its model. */
async function lengthsOfPreset(page: Page, { id, sha256 }: ModelInfo) {
	const files = shippedRows.map(({ file, skill }) => {
		return { file, skill, text: readFileSync(`public/rows/${file}`, 'utf8') };
	});
	const { defaultExperiment } = await page.evaluate(() => window.skillet!.client['lab.settled']());
	const experiment = realModelExperiment(defaultExperiment, [{ id, sha256 }]);
	const lengths = await page.evaluate(
		async ({ files, experiment }) => {
			const { client } = window.skillet!;
			for (const { file, text, skill } of JSON.parse(files) as RowsWithText[]) {
				const { mapping, ...recipe } = skill.recipe;
				const options = { name: skill.name, role: skill.role, ...recipe };
				const request = { importId: file, file: new File([text], file), mapping, options };
				await client['import.start'](request);
			}
			const request = { experiment: JSON.parse(experiment) as Experiment };
			return client['model.rowLengths'](request);
		},
		{ files: JSON.stringify(files), experiment: JSON.stringify(experiment) },
	);
	return { ...lengths, model: experiment.model.sha256 };
}
type RowsWithText = ShippedRows & { readonly text: string };

/** As text, because the types of an experiment are too deep for Playwright's. */
const create = (page: Page, runId: string, experiment: Experiment) =>
	page.evaluate(
		async ({ runId, text }) => {
			const experiment = JSON.parse(text) as Experiment;
			await window.skillet!.client['run.create']({ runId, experiment });
		},
		{ runId, text: JSON.stringify(experiment) },
	);

const answer = (page: Page, id: string, model: 'base' | 'tuned', form: RealModel['form']) =>
	page.evaluate(
		async ({ id, model, form, prompts, maxTokens }) => {
			const found: string[] = [];
			for (const prompt of prompts) {
				const request = { runId: id, prompt, model, maxTokens, form };
				found.push((await window.skillet!.client['model.generate'](request)).text);
			}
			return found;
		},
		{ id, model, form, prompts, maxTokens },
	);

async function exported(
	page: Page,
	runId: string,
	form: 'adapter' | 'model' | 'F16',
	folder: string,
): Promise<string[]> {
	mkdirSync(folder, { recursive: true });
	const names = await page.evaluate(
		async ({ runId, form }) => {
			const files = await window.skillet!.client['model.export']({ runId, page: '', form });
			Object.assign(window, { exported: files });
			return files.map(({ name }) => name);
		},
		{ runId, form },
	);
	for (const [i, name] of names.entries()) {
		const download = page.waitForEvent('download');
		await page.evaluate((i) => {
			const { name, blob } = (window as unknown as { exported: File[] & { blob: Blob }[] })
				.exported[i];
			const link = document.createElement('a');
			link.href = URL.createObjectURL(blob);
			link.download = name;
			link.click();
			Object.assign(window, { link });
		}, i);
		await (await download).saveAs(path.join(folder, name));
		// The browser keeps at most about a GB of files that have an address.
		await page.evaluate(() => {
			const { link } = window as unknown as { link: HTMLAnchorElement };
			URL.revokeObjectURL(link.href);
		});
	}
	await page.evaluate(() => Object.assign(window, { exported: [] }));
	return names;
}

for (const model of realModels)
	test(`${model.file} is in the lab what it is in other programs`, async ({ page }) => {
		test.skip(isShort && model !== realModels[0], 'The short form has one model.');
		const found = fetchModel(model);
		if ('missing' in found) {
			// The list of a report has no reasons.
			console.log(found.missing);
			test.skip(true, found.missing);
			return;
		}
		const golden = (read('golden.json') as Record<string, Golden | undefined>)[model.id];
		expect(golden !== undefined || out !== undefined, 'run golden.py').toBe(true);
		const folder = path.resolve(out ?? '.cache/real/out', model.id);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });

		const info = await open(page, found.path);
		// Stored as its blocks.
		expect(info.bytes).toBeLessThan(1.2 * model.bytes);
		const files = await textFiles(page, info.id);
		const { tokenizer } = readModelHead(files);
		const ids = texts.map((text) => sha256(tokenizer.encode(text).join()).slice(0, 8));
		if (golden) {
			expect(info.sha256).toBe(golden.sha256);
			expect(texts.filter((_, i) => ids[i] !== golden.ids[i])).toEqual([]);
		}

		if (model === realModels[0])
			expect(await lengthsOfPreset(page, info)).toEqual({ ...shippedLengths, model: info.sha256 });
		const experiment = await makeExperiment(page, info);
		await create(page, runId(model, 0), experiment);
		const answers = await answer(page, runId(model, 0), 'base', model.form);
		if (golden?.answers) expect(answers.map(sha256)).toEqual(golden.answers);
		if (isShort) return;
		await exported(page, runId(model, 0), 'adapter', path.join(folder, 'adapter0'));

		const events = await page.evaluate(
			async ({ runId, text }) => {
				const experiment = JSON.parse(text) as Experiment;
				return window.skillet!.client['run.train']({ runId, experiment });
			},
			{ runId: runId(model, 1), text: JSON.stringify(experiment) },
		);
		const taken = events.filter((event) => event.type === 'step');
		expect(taken).toHaveLength(steps);
		const tunedAnswers = await answer(page, runId(model, 1), 'tuned', model.form);
		await exported(page, runId(model, 1), 'adapter', path.join(folder, 'adapter'));
		const [gguf] = await exported(page, runId(model, 1), 'F16', path.join(folder, 'gguf'));

		const used = await page.evaluate(
			async (id) =>
				window.skillet!.client['skill.rows']({ id, part: 'train', from: 0, count: 100 }),
			experiment.skills[0].id,
		);
		const examples = used.map((row) => encodeExample(row, tokenizer, 128));
		const { beta2 } = experiment.optimizer;
		const stored = { info, answers, tunedAnswers, steps: taken, examples, maxTokens, beta2 };
		writeFileSync(path.join(folder, 'run.json'), JSON.stringify(stored));
		const adapter = adapterSizes(path.join(folder, 'adapter', 'adapter_model.safetensors'));
		if (golden?.losses) {
			const { losses, norms = [], adapter: sizes = [], tunedAnswers: expected } = golden;
			for (const [i, step] of taken.entries()) {
				const bound = 2e-4 * Math.max(1, losses[i]);
				expect(Math.abs(step.loss - losses[i]), `loss of step ${i + 1}`).toBeLessThan(bound);
				const norm = step.gradientNorm! / norms[i];
				expect(Math.abs(norm - 1), `gradient norm of step ${i + 1}`).toBeLessThan(2e-3);
			}
			expect(adapter).toHaveLength(sizes.length);
			const off = adapter.map((size, i) => Math.abs(size / sizes[i] - 1));
			expect(Math.max(...off)).toBeLessThan(0.02);
			expect(tunedAnswers.map(sha256)).toEqual(expected);
		}

		// The GGUF file, opened again, is the tuned model.
		const again = await open(page, path.join(folder, 'gguf', gguf));
		const next = { ...experiment, model: { id: again.id, sha256: again.sha256 } };
		await create(page, runId(model, 2), next);
		expect(await answer(page, runId(model, 2), 'base', model.form)).toEqual(tunedAnswers);

		const python = pythonWith('torch', 'transformers');
		if (python || out !== undefined)
			await exported(page, runId(model, 1), 'model', path.join(folder, 'model'));
		if (python && golden) {
			const script = path.join(import.meta.dirname, 'golden.py');
			const words = [script, '--folder', path.join(folder, 'model'), model.id];
			const { ids, answers } = JSON.parse(execFileSync(python, words).toString()) as Golden;
			expect(ids).toEqual(golden.ids);
			expect(answers).toEqual(tunedAnswers.map(sha256));
		}
		if (out === undefined) rmSync(folder, { recursive: true });
	});

/** The norm of each second matrix, by name in order. */
function adapterSizes(file: string): number[] {
	const tensors = [...readSafetensors(new Uint8Array(readFileSync(file)))];
	return tensors
		.filter(([name]) => name.includes('lora_B'))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, tensor]) => Math.hypot(...readNumbers(tensor)));
}
