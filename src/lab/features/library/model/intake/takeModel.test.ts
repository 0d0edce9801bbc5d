import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import type { HubModel, LabStores, ModelDraft } from '#lab/run/stores.ts';
import { inlineJobs } from '../../../../../../tests/support/inlineJobs.ts';
import { createThrowaway } from '#lab/worker/throwaway.ts';
import { tinyModelFolder } from '../../../../../../tests/support/tinyModel.ts';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { indexFile } from '#engine/model/weightFiles.ts';
import { openStores } from '../../../../storage/stores.ts';
import { freshBrowser, fullDiskAtWrite } from '../../../../../../tests/support/browser.ts';
import { folderHash } from '../../../../../../tests/support/folderHash.ts';
import { chooseFiles, NoRanges, type ModelSource } from './modelSource.ts';
import { takeModel } from './takeModel.ts';
import { writeSafetensors } from '../../../../../../scripts/lib/memoryFolder.ts';

type Folder = ReadonlyMap<string, Uint8Array>;
const weightsName = 'model.safetensors';
const never = new AbortController().signal;

/** Gives chunks of a prime length. `cutAt`: the connection breaks after so many bytes. */
function makeSource(
	folder: Folder,
	{ cutAt = Infinity, ranges = true, pieceBytes = 1_000_000 } = {},
) {
	let left = cutAt;
	const reads: { file: string; from: number }[] = [];
	const source: ModelSource = {
		files: chooseFiles(
			Array.from(folder, ([name, bytes]) => ({
				name,
				bytes: bytes.length,
				hash: { kind: 'sha256', hex: sha256Hex(bytes) } as const,
			})),
		),
		pieceBytes,
		async *read(file, from) {
			reads.push({ file, from });
			if (from > 0 && !ranges) throw new NoRanges(file);
			const bytes = folder.get(file)!;
			for (let at = from; at < bytes.length; at += 1009) {
				const chunk = bytes.subarray(at, Math.min(bytes.length, at + 1009, at + left));
				left -= chunk.length;
				if (chunk.length > 0) yield chunk;
				if (left === 0) throw new Error('The connection broke.');
			}
		},
		altered: (file) => new InputError({ id: `${file} differs.`, values: {} }),
	};
	return { source, reads };
}
const hubModel = ({ files }: ModelSource): HubModel => ({
	name: 'a/tiny',
	hub: 'https://hub.example',
	commit: 'c',
	files,
});

let stores: LabStores;
const reopen = async () => {
	stores?.close();
	stores = await openStores({ browser: {} });
};
beforeEach(async () => {
	freshBrowser();
	await reopen();
	return () => {
		vi.restoreAllMocks();
		stores.close();
	};
});
const runJob = createThrowaway(() => inlineJobs());
const take = (source: ModelSource, draft: ModelDraft, onProgress = (_bytes: number) => {}) =>
	takeModel({ source, draft, signal: never, onProgress, runJob });
const newDraft = (source: ModelSource) => stores.models.draft('a/tiny', 1, hubModel(source));
async function resumed(): Promise<ModelDraft> {
	await reopen();
	const [{ id }] = await stores.models.drafts();
	return (await stores.models.openDraft(id))!;
}
const info = { id: 'm', name: 'Tiny', source: 'hub', sha256: '', parameters: 1, bytes: 1 } as const;

async function expectStored(folder: Folder): Promise<void> {
	const stored = (await stores.models.open('m'))!;
	for (const [name, bytes] of folder) expect(await stored.file(name), name).toEqual(bytes);
	expect(await stores.models.drafts()).toEqual([]);
}

describe('a model', () => {
	const folder = tinyModelFolder();
	const total = [...folder.values()].reduce((sum, { length }) => sum + length, 0);

	it('arrives whole, with its identity, and its progress ends at its size', async () => {
		const { source } = makeSource(folder);
		const draft = await newDraft(source);
		const progress: number[] = [];
		const taken = await take(source, draft, (bytes) => progress.push(bytes));
		expect(taken).toMatchObject({ sha256: folderHash(folder), bytes: total, unread: [] });
		expect(progress).toEqual(progress.toSorted((a, b) => a - b));
		expect(progress.at(-1)).toBe(total);
		await draft.commit(info);
		await expectStored(folder);
	});

	it('that is cut at any byte goes on there after a reload, and no model before', async () => {
		const { source } = makeSource(folder);
		let draft = await newDraft(source);
		let stored = 0;
		let cuts = 0;
		for (let cutAt = 1; ; cutAt = 1 + ((cutAt * 7919) % 3001)) {
			const { source: cut } = makeSource(folder, { cutAt });
			const outcome = await take(cut, draft).catch((error: Error) => error.message);
			if (typeof outcome !== 'string') break;
			expect(outcome).toBe('The connection broke.');
			cuts++;
			expect(await stores.models.list()).toEqual([]);
			draft = await resumed();
			const [{ stored: now }] = await stores.models.drafts();
			expect(now).toBeGreaterThanOrEqual(stored);
			stored = now;
		}
		expect(cuts).toBeGreaterThan(10);
		await draft.commit(info);
		await expectStored(folder);
	});

	it('with another hash is deleted from the first byte of that file', async () => {
		const { source } = makeSource(folder);
		const other = new Map(folder).set(weightsName, tinyModelFolder(2).get(weightsName)!);
		const { source: wrong } = makeSource(other);
		const draft = await newDraft(source);
		await expect(take({ ...source, read: wrong.read }, draft)).rejects.toThrow(
			'model.safetensors differs.',
		);
		const resumedDraft = await resumed();
		expect(resumedDraft.stored.has(weightsName)).toBe(false);
		expect(resumedDraft.stored.get('config.json')).toBe(folder.get('config.json')!.length);
		await take(source, resumedDraft);
		await resumedDraft.commit(info);
		await expectStored(folder);
	});

	it('on a full disk keeps what fitted, and is then the model of a clean import', async () => {
		const pieceBytes = 2000;
		const { source } = makeSource(folder, { pieceBytes });
		const writes = fullDiskAtWrite(Infinity);
		const clean = await newDraft(source);
		const wanted = await take(source, clean);
		const count = writes();
		await clean.drop();
		vi.restoreAllMocks();
		expect(count).toBeGreaterThan(20);
		for (let n = 2; n < count; n += 3) {
			const draft = await newDraft(source);
			fullDiskAtWrite(n);
			await expect(take(source, draft)).rejects.toThrow(failure('keep the model {name}'));
			vi.restoreAllMocks();
			const [{ stored }] = await stores.models.drafts();
			const resumedDraft = await resumed();
			const again = makeSource(folder, { pieceBytes });
			expect(await take(again.source, resumedDraft)).toEqual(wanted);
			// The first byte that is asked for is the first that did not fit.
			const reads = again.reads.filter(({ from }) => from > 0);
			expect(reads.every(({ from }) => from % pieceBytes === 0 && from <= stored)).toBe(true);
			await resumedDraft.commit(info);
			await expectStored(folder);
		}
	});
});

describe('weights are refused', () => {
	const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
	const tensors = [...readSafetensors(tinyModelFolder().get(weightsName)!)].map(
		([name, { shape, bytes: content }]) => ({
			name,
			shape,
			values: new Float32Array(content.slice().buffer),
		}),
	);
	const [embedding] = tensors;
	const withTensors = (...list: typeof tensors) =>
		new Map(tinyModelFolder()).set(weightsName, writeSafetensors(list));
	const changedConfig = (change: object) => {
		const folder = tinyModelFolder();
		const config = JSON.parse(new TextDecoder().decode(folder.get('config.json'))) as object;
		return folder.set('config.json', bytes({ ...config, ...change }));
	};
	const nan = embedding.values.slice().fill(NaN, 4000, 4001);
	const inParts = (names: readonly string[]) => {
		const folder = tinyModelFolder();
		const weights = folder.get(weightsName)!;
		folder.delete(weightsName);
		for (const name of names) folder.set(name, weights);
		return folder;
	};
	const [part, other] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
	const index = (...names: string[]) =>
		bytes({ weight_map: Object.fromEntries(names.map((name, i) => [tensors[i].name, name])) });

	it.each([
		[
			'that are cut off',
			cut(tinyModelFolder(), 3000),
			failure('tensor {tensor} lies outside the file'),
			'early',
		],
		[
			'of a pointer',
			pointer(),
			failure(
				'{file} is a Git LFS pointer, not the weights. Run “git lfs pull” in the folder, or download the file itself.',
			),
			'early',
		],
		[
			'of a pickle',
			pickle(),
			failure('it is a pickle of PyTorch, which the lab does not open'),
			'early',
		],
		[
			'of another shape',
			changedConfig({ hidden_size: 32 }),
			failure(
				'has shape {shape}, but config.json asks for {needed}. Choose the files of one model',
			),
			'early',
		],
		[
			'of 10 GB in the config',
			changedConfig({ vocab_size: 2e8 }),
			failure(
				'has shape {shape}, but config.json asks for {needed}. Choose the files of one model',
			),
			'early',
		],
		[
			'with a missing tensor',
			withTensors(...tensors.slice(1)),
			failure('is missing, but config.json asks for it. Choose the files of one model'),
			'early',
		],
		[
			'of part of a model',
			inParts([part]),
			failure(
				'The weights are in {parts}, but {indexFile}, which lists them, is missing. Choose all files of the folder.',
			),
			'early',
		],
		[
			'with a missing part',
			inParts([part]).set(indexFile, index(part, other)),
			failure('lists {name}, which is missing', { name: 'model-00002-of-00002.safetensors' }),
			'early',
		],
		[
			'with a NaN',
			withTensors({ ...embedding, values: nan }, ...tensors.slice(1)),
			failure(
				'holds a number that is not finite: the file is damaged, or training diverged before it was saved. Open another copy of the model',
			),
			'late',
		],
		['with a NaN in a part', nanInPart(), new RegExp(`^${other}: tensor.*finite`), 'late'],
		[
			'with another head',
			withTensors(...tensors, { ...embedding, name: 'lm_head.weight', values: nan.fill(1) }),
			failure(
				'differs from the embedding, but config.json says tie_word_embeddings: true. Set it to false, or remove the tensor',
				{ tensor: 'lm_head.weight' },
			),
			'late',
		],
	])('%s', async (_what, folder, message, when) => {
		const { source } = makeSource(folder);
		const draft = await newDraft(source);
		const taken = take(source, draft);
		await expect(taken).rejects.toThrow(InputError);
		await expect(taken).rejects.toThrow(message);
		if (when === 'early') expect([...draft.stored.keys()].join()).not.toMatch(/\.safetensors$/);
		await draft.drop();
		expect(await stores.models.drafts()).toEqual([]);
	});

	it.each([
		['a head that is the embedding', tensors, ['lm_head.weight']],
		['the head in place of the embedding', tensors.slice(1), []],
	])('with %s are taken', async (_what, others, unread) => {
		const { source } = makeSource(withTensors(...others, { ...embedding, name: 'lm_head.weight' }));
		expect((await take(source, await newDraft(source))).unread).toEqual(unread);
	});

	it.each(['pytorch_model.bin', 'model.gguf', 'adapter.safetensors', 'tf_model.h5'])(
		'in the file %s only',
		(name) => {
			const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', name];
			expect(() => chooseFiles(files.map((file) => ({ name: file, bytes: 1 })))).toThrow(name);
		},
	);

	function cut(folder: Map<string, Uint8Array>, bytesKept: number) {
		return folder.set(weightsName, folder.get(weightsName)!.slice(0, bytesKept));
	}
	function nanInPart() {
		const parts = tensors.map((_, i) => (i === 0 ? other : part));
		return inParts([part])
			.set(other, writeSafetensors([{ ...embedding, values: nan }]))
			.set(indexFile, index(...parts));
	}
	function pointer() {
		const text = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n';
		return new Map(tinyModelFolder()).set(weightsName, new TextEncoder().encode(text));
	}
	function pickle() {
		const start = Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0, 0, 8);
		return new Map(tinyModelFolder()).set(weightsName, start);
	}
});
