/** The whole lab in Node: client, host, database, trainer and the shipped model. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import {
	adapterConfigFile,
	adapterWeightsFile,
	readAdapterConfig,
	readAdapterWeights,
} from '#engine/model/adapters.ts';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { openStores } from '#lab/storage/stores.ts';
import { freshBrowser } from '../../support/browser.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import type { LabParts } from '#lab/worker/openLab.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { bytesOf, openTrainingLab, play } from './trainedRuns.ts';

beforeAll(freshBrowser);

/** The site as it is in this repository. */
const page: LabParts['page'] = {
	base: new URL('../../../', import.meta.url),
	fetch: async (url) => new Response(new Uint8Array(await readFile(url))),
};

/** A tab with the database `name`: opening it again is a reload. Default: a tiny model. */
async function openTab(name: string, parts: Partial<LabParts> = {}) {
	const closing: (() => void)[] = [];
	const lab = await openTrainingLab(6, {
		openStores: async (options) => {
			const stores = await openStores({ ...options, name, browser: {} });
			closing.push(() => stores.close());
			return stores;
		},
		...parts,
	});
	return { ...lab, closeTab: () => closing.forEach((close) => close()) };
}

test('a run with an adapter gives the adapter and the merged model', async () => {
	const lab = await openTab('adapter', { page });
	const { client } = lab;
	const adapter = { rank: 2, alpha: 4 };
	const { evaluation } = lab.experiment;
	const plain = {
		...lab.experiment,
		steps: 2,
		evaluation: { ...evaluation, finalExamples: evaluation.examples },
	};
	await client['run.create']({ runId: 'r', experiment: { ...plain, adapter } });
	await play(lab, 'r');
	const request = { runId: 'r', page: 'https://lab.test/' };
	const files = await client['model.export']({ ...request, form: 'adapter' });
	expect(files.map(({ name }) => name).sort()).toEqual([
		'README.md',
		adapterConfigFile,
		adapterWeightsFile,
	]);
	const settings = readAdapterConfig(await bytesOf(files, adapterConfigFile), []).settings;
	expect(settings).toMatchObject(adapter);
	const merged = await client['model.export']({ ...request, form: 'model' });
	const model = async (files: readonly NamedFile[]) =>
		readModelFolder(
			new Map(
				await Promise.all(
					files.map(async ({ name }) => [name, await bytesOf(files, name)] as const),
				),
			),
		);
	const whole = await model(merged);
	const flat = readAdapterWeights(whole, settings, await bytesOf(files, adapterWeightsFile));
	// B is 0 before the first step.
	expect(flat.some((value, i) => value !== 0 && i >= flat.length - 8)).toBe(true);
	for (const [folderFiles, library] of [
		[files, 'peft'],
		[merged, 'transformers'],
	] as const) {
		const card = new TextDecoder().decode(await bytesOf(folderFiles, 'README.md'));
		expect(card).toContain(`library_name: ${library}`);
		expect(card).toContain('LoRA, rank 2, α 4');
		expect(card).toContain('](https://lab.test/#');
	}

	// Opened again, a run begins where the first one ended, and its base is the base. peft ignores
	// a name that no layer has.
	const config = new TextDecoder().decode(await bytesOf(files, adapterConfigFile));
	const targets = /(?<="target_modules": ?\[)[^\]]*/.exec(config)![0];
	const named = config.replace(targets, `"query_key_value",${targets}`);
	const opened = await client['model.import']({
		files: files.map(
			({ name, blob }) => new File([name === adapterConfigFile ? named : blob], name),
		),
	});
	expect(opened).toMatchObject({ source: 'adapter', parameters: flat.length, adapter });
	expect(opened.adapter!.targets).toEqual(settings.targets);
	const begun = { ...opened.adapter!, from: opened.sha256 };
	const experiment = { ...plain, adapter: begun };
	await client['run.create']({ runId: 's', experiment });
	const evaluations = async (runId: string) =>
		withoutClock(await client['run.events']({ runId })).filter(({ type }) => type === 'evaluation');
	const [last] = (await evaluations('r')).slice(-1);
	expect(await evaluations('s')).toEqual([{ ...last, step: 0 }]);
	const ask = { prompt: 'abc', maxTokens: 6, model: 'base' } as const;
	const base = await client['model.generate']({ runId: 's', ...ask });
	await client['run.create']({ runId: 't', experiment: { ...lab.experiment, adapter } });
	expect(await client['model.generate']({ runId: 't', ...ask })).toEqual(base);
	await client['model.delete']({ id: opened.id });
	await expect(client['run.create']({ runId: 'u', experiment })).rejects.toThrow(
		failure(
			'adapter.from: The lab does not have the adapter with SHA-256 {sha256}. Open its folder under Models, then open the experiment again.',
		),
	);
});

test('tuned weights come out, open again as a model, and carry what they learnt', async () => {
	const lab = await openTab('tuned', { page });
	const { client } = lab;
	const experiment = { ...lab.experiment, steps: 3 };
	await client['run.create']({ runId: 'r', experiment });
	await play(lab, 'r');
	const files = await client['model.export']({ runId: 'r', page: '', form: 'model' });
	expect(files.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'README.md']),
	);
	const card = await files.find(({ name }) => name === 'README.md')!.blob.text();
	expect(card).toContain(experiment.model.sha256);
	expect(card).toContain('Held-out scores at step 3');
	const tensors = readSafetensors(await bytesOf(files, 'model.safetensors'));
	expect(tensors.size).toBeGreaterThan(10);

	const storedModel = await client['model.keep']({ runId: 'r', page: '', name: 'Tuned' });
	const imported = await client['model.import']({
		files: files.map(({ name, blob }) => new File([blob], name)),
	});
	expect(imported.sha256).toBe(storedModel.sha256);
	expect(storedModel.sha256).not.toBe(experiment.model.sha256);
	const model = { id: storedModel.id, sha256: storedModel.sha256 };
	await client['run.create']({ runId: 's', experiment: { ...experiment, model } });
	const untouched = await client['model.export']({ runId: 's', page: '', form: 'model' });
	expect(await bytesOf(untouched, 'model.safetensors')).toEqual(
		await bytesOf(files, 'model.safetensors'),
	);
	const question = { prompt: 'abc', maxTokens: 6 } as const;
	const asBase = await client['model.generate']({ runId: 's', ...question, model: 'base' });
	const asTuned = await client['model.generate']({ runId: 'r', ...question, model: 'tuned' });
	expect(asBase).toEqual(asTuned);
	lab.closeTab();
});

test('the base answers without a run, and a cancellation ends its opening', async () => {
	const { client, experiment, closeTab } = await openTab('asked', { page });
	const question = { prompt: 'abc', maxTokens: 6 } as const;
	const cancelled = client['model.ask']({ experiment, ...question, task: 'ask' });
	const refused = expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
	await client['task.cancel']({ task: 'ask' });
	await refused;
	const answer = await client['model.ask']({ experiment, ...question });
	expect(await client['run.list']()).toEqual([]);
	await client['run.create']({ runId: 'r', experiment });
	expect(await client['model.generate']({ runId: 'r', ...question, model: 'base' })).toEqual(
		answer,
	);
	// The run was not on the workbench: it is closed, and opens again.
	expect(await client['model.ask']({ experiment, ...question })).toEqual(answer);
	expect((await client['run.resume']({ runId: 'r' })).record.step).toBe(0);
	closeTab();
});
