import { sha256Hex } from '#engine/core/hash.ts';
import { toModelRef } from '#lab/run/toModelRef.ts';
import { execSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { encodePrompt } from '#engine/data/encode.ts';
import { weightReader, writeModelFolder } from '#engine/model/folder.ts';
import { writeGguf } from '#engine/model/gguf.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { openNodeDevice } from '../../../../../scripts/lib/nodeDevice.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';
import { folderHash } from '../../../../../tests/support/folderHash.ts';
import { trainerFixture } from '../../../../../tests/support/trainer.ts';
import type { TrainerOptions } from '#lab/training/trainer.ts';
import type { JobWorker } from '#lab/worker/throwaway.ts';
import { ggufBytes, openedFolder } from '../../../../../tests/support/ggufFiles.ts';
import { readModelOnDisk } from '../../../../../scripts/lib/modelOnDisk.ts';
import { inlineJobs } from '../../../../../tests/support/inlineJobs.ts';
import { tinyModelFolder } from '../../../../../tests/support/tinyModel.ts';
import { writeSafetensors } from '../../../../../scripts/lib/memoryFolder.ts';

describe('a model', () => {
	const asFiles = (folder: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) =>
		[...folder].map(([name, bytes]) => new File([bytes], name));

	it('of the visitor opens, trains, and is exported in the same layout', async () => {
		const { client, experiment, trainer } = await openLab();
		const folder = tinyModelFolder(3);
		const info = await client['model.import']({ files: asFiles(folder) });
		expect(info).toMatchObject({ source: 'file', sha256: folderHash(folder) });
		const model = { id: info.id, sha256: info.sha256 };
		await client['run.create']({ runId: 'r', experiment: { ...experiment, model } });

		const files = await client['model.export']({ runId: 'r', page: '', form: 'model' });
		expect(files.map(({ name }) => name).sort()).toEqual(['README.md', ...folder.keys()].sort());
		expect(trainer.calls).toContain('state');
	});

	it('has its GGUF header read by a job, which Cancel ends', async () => {
		const jobs: unknown[] = [];
		let ended = 0;
		const silent: JobWorker = {
			postMessage: (message) => jobs.push('job' in message && message.job),
			addEventListener: () => undefined,
			terminate: () => ended++,
		};
		const { client } = await openLab({ startThrowaway: () => silent });
		const files = [new File([ggufBytes('golden/gguf/llama.gguf')], 'a.gguf')];
		const opening = client['model.import']({ files });
		await vi.waitFor(() => expect(jobs).toEqual(['gguf.read']));
		const failed = expect(opening).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
		await client['task.cancel']({ task: 'model.import' });
		await failed;
		expect(ended).toBe(1);
	});

	it('is exported as GGUF with a Modelfile, and opens from it', async () => {
		const { client, experiment } = await openLab({
			openDevice: () => openNodeDevice(),
			createTrainer,
		});
		const info = await client['model.import']({ files: asFiles(tinyModelFolder(3)) });
		const model = { id: info.id, sha256: info.sha256 };
		await client['run.create']({ runId: 'r', experiment: { ...experiment, model } });
		const files = await client['model.export']({ runId: 'r', page: '', form: 'F16' });
		const [{ name, blob }, { blob: modelfile }, { blob: card }] = files;
		expect(files.map((file) => file.name)).toEqual([name, 'Modelfile', 'README.md']);
		expect(await modelfile.text()).toContain(`FROM ./${name}\n`);
		expect(await card.text()).toContain('library_name: gguf\n');
		const again = await client['model.import']({ files: [new File([blob], name)] });
		const { parameters, context } = info;
		expect(again).toMatchObject({ source: 'file', parameters, context });
		expect(`${again.name}.gguf`).toBe(name);
		const sha256 = sha256Hex(new Uint8Array(await blob.arrayBuffer()));
		expect(again.file).toEqual({ name, bytes: blob.size, sha256 });
		expect(toModelRef(again).about).toEqual({ name: again.name, file: again.file });

		const damaged = new Uint8Array(await blob.arrayBuffer()).fill(0xff, -64);
		await expect(
			client['model.import']({ files: [new File([damaged], 'mine.gguf')] }),
		).rejects.toThrow(/^mine\.gguf: model\.safetensors: .* not finite/);
	});

	it('of a GGUF file is stored as its blocks, and is the model of its folder', async () => {
		const { client, stores, experiment } = await openLab({
			openDevice: () => openNodeDevice(),
			createTrainer,
		});
		const base = readModelOnDisk('models/skillet-base');
		const [[name, blob]] = await writeGguf(
			await writeModelFolder(base, weightReader(base)),
			'base',
			'Q8_0',
		);
		const bytes = new Uint8Array(await (blob as Blob).arrayBuffer());
		const folder = await openedFolder(bytes, name);
		const info = await client['model.import']({ files: [new File([bytes], name)] });
		expect(info.sha256).toBe(folderHash(folder));
		// Q8_0 has 34 bytes for 32 numbers.
		expect(info.bytes).toBeLessThan(bytes.length);
		expect(4 * base.parameterCount).toBeGreaterThan(3.5 * bytes.length);
		const stored = (await stores.models.open(info.id))!;
		for (const [file, content] of folder) expect(await stored.file(file), file).toEqual(content);
		const files = await client['model.files']({ id: info.id });
		const weights = files.find((file) => file.name === 'model.safetensors')!;
		expect(await weights.blob.bytes()).toEqual(folder.get('model.safetensors'));
		const model = { id: info.id, sha256: info.sha256 };
		await client['run.create']({ runId: 'r', experiment: { ...experiment, model } });
	});

	it('whose import is cancelled leaves nothing, is read no further, and comes again', async () => {
		const { client, stores } = await openLab();
		const folder = tinyModelFolder();
		const { draft } = stores.models;
		const begun = vi.spyOn(stores.models, 'draft').mockImplementationOnce(async (...parameters) => {
			const made = await draft(...parameters);
			return {
				...made,
				append: async (file, bytes) => {
					void client['task.cancel']({ task: 'model.import' });
					await made.append(file, bytes);
					// Calls arrive in order.
					await client['hub.drafts']();
				},
			};
		});
		const read = vi.spyOn(Blob.prototype, 'slice');
		const cancelled = client['model.import']({ files: asFiles(folder) });
		await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
		expect(read).toHaveBeenCalledOnce();
		read.mockRestore();
		expect(begun).toHaveBeenCalledOnce();
		expect(await stores.models.openDraft(1)).toBeUndefined();
		expect(await stores.models.list()).toEqual([]);
		const info = await client['model.import']({ files: asFiles(folder) });
		expect(info.sha256).toBe(folderHash(folder));
	});

	it('takes less memory with an adapter; a layer that it lacks is named', async () => {
		const { client, experiment } = await openLab({ openDevice: () => openNodeDevice() });
		const memory = await client['model.memory']({ experiment });
		expect(memory.adapter).toBeGreaterThan(0);
		expect(memory.adapter).toBeLessThan(memory.all!);
		const wrong = { ...experiment, adapter: { rank: 1, alpha: 1, targets: ['q_prj'] } };
		await expect(client['model.memory']({ experiment: wrong })).rejects.toThrow(
			/^adapter\.targets: no layer matches q_prj\. Choose among q_proj/,
		);
		const run = { runId: 'layer', experiment: wrong };
		await expect(client['run.create'](run)).rejects.toThrow(/^adapter\.targets: no layer matches/);
	});

	it('has the identity that sha256sum prints', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'skillet-model-'));
		const files = tinyModelFolder();
		for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
		const names = 'config.json model.safetensors tokenizer.json tokenizer_config.json';
		const printed = execSync(`sha256sum ${names} | sha256sum`, { cwd: folder, encoding: 'utf8' });
		expect(folderHash(files)).toBe(printed.slice(0, 64));
	});

	it('with a missing file or another layout of weights is refused by name', async () => {
		const { client, stores } = await openLab();
		const without = tinyModelFolder();
		without.delete('tokenizer.json');
		await expect(client['model.import']({ files: asFiles(without) })).rejects.toThrow(
			failure(
				'The folder has no {missing}. Choose a folder with {needed} and the weights as safetensors, or a GGUF file.',
				{ missing: 'tokenizer.json', needed: 'config.json, tokenizer.json, tokenizer_config.json' },
			),
		);
		const sharded = tinyModelFolder();
		sharded.set('model-00001-of-00002.safetensors', new Uint8Array(8));
		sharded.delete('model.safetensors');
		await expect(client['model.import']({ files: asFiles(sharded) })).rejects.toThrow(
			failure(
				'{file}: {what}. It is incomplete or not a safetensors file: download or export it again.',
				{ file: 'model-00001-of-00002.safetensors' },
			),
		);
		const empty = tinyModelFolder();
		empty.set('model.safetensors', writeSafetensors([]));
		await expect(client['model.import']({ files: asFiles(empty) })).rejects.toThrow(InputError);
		expect(await stores.models.list()).toEqual([]);
	});

	it('prompts for a model from outside are encoded in throwaway workers, each once', async () => {
		let started = 0;
		const models: TrainerOptions['model'][] = [];
		const { createTrainer } = trainerFixture();
		const { client, experiment } = await openLab({
			startThrowaway: () => {
				started++;
				return inlineJobs();
			},
			createTrainer: (options) => {
				models.push(options.model);
				return createTrainer(options);
			},
		});
		const info = await client['model.import']({ files: asFiles(tinyModelFolder(5)) });
		const model = { id: info.id, sha256: info.sha256 };
		await client['run.create']({ runId: 'r', experiment: { ...experiment, model } });
		const [{ tokenizer, encodePrompts }] = models;
		const prompts = ['add 1+1=', 'add 2+2='].map(
			(prompt) => ({ prompt, form: 'question' }) as const,
		);
		const before = started;
		const expected = prompts.map(({ prompt, form }) => encodePrompt(prompt, form, tokenizer, 64));
		expect(await encodePrompts!(prompts, 64)).toEqual(expected);
		expect(await encodePrompts!(prompts.toReversed(), 64)).toEqual(expected.toReversed());
		expect(started).toBe(before + 1);
		await client['run.create']({ runId: 's', experiment });
		expect(models[1].encodePrompts).toBeUndefined();
	});
});
