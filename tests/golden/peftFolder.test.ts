/** Adapter folders: those of peft are read, and those of the lab are what peft reads. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { failure } from '../support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import {
	adapterConfigFile,
	makeAdapter,
	adapterWeightsFile,
	layersOf,
	mergedWeights,
	readAdapterConfig,
	readAdapterWeights,
	writeAdapterFolder,
} from '#engine/model/adapters.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { collectWeights, writeModelFolder } from '#engine/model/folder.ts';
import { openModelFolder } from '#engine/model/openFolder.ts';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { goldenAdapter, type GoldenAdapter } from './adaptersChecks.ts';
import adapters from './adapters.json' with { type: 'json' };
import { goldenFolder, readLogits } from './architecturesChecks.ts';
import { folderBytes } from '../support/folderBytes.ts';
import peft from './peftFolder.json' with { type: 'json' };
import { adapterTensors, storedTensors, writeSafetensors } from '../../scripts/lib/memoryFolder.ts';
import { testFolder } from '../support/testFolder.ts';

const cases = adapters.cases as unknown as readonly GoldenAdapter[];
const toBytes = (text: string) => new TextEncoder().encode(text);
const folders = peft.folders.map(({ case: number, config, weights }) => ({
	golden: cases[number],
	config: toBytes(config),
	weights: new Uint8Array(Buffer.from(weights, 'base64')),
}));

const readFolder = ({ config, weights }: (typeof folders)[number]) =>
	readAdapterConfig(config, layersOf(readSafetensors(weights).keys()));

test.each(folders)('a folder of peft has its settings and its numbers', async (folder) => {
	const { model, flat } = goldenAdapter(folder.golden);
	const { settings } = readFolder(folder);
	expect(readAdapterWeights(model, settings, folder.weights)).toEqual(flat);
	const written = await folderBytes(
		await writeAdapterFolder(model, settings, flat, { path: 'a/base' }),
	);
	const tensors = (bytes: Uint8Array) =>
		[...readSafetensors(bytes)].map(([name, { shape, bytes }]) => [name, shape, bytes]).sort();
	expect(tensors(written.get(adapterWeightsFile)!)).toEqual(tensors(folder.weights));
	const json = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as object;
	// peft accepts names without the start that all layers share.
	const { base_model_name_or_path, target_modules, ...config } = json(
		written.get(adapterConfigFile)!,
	) as { base_model_name_or_path: string; target_modules: string[] };
	expect(json(folder.config)).toMatchObject(config);
	expect(base_model_name_or_path).toBe('a/base');
	expect(target_modules.length).toBeGreaterThan(0);
	// A regular expression means the layers that have tensors.
	const expression = { ...json(folder.config), target_modules: '.*c_(proj|attn)' };
	const named = readFolder({ ...folder, config: toBytes(JSON.stringify(expression)) });
	expect(readAdapterWeights(model, named.settings, folder.weights)).toEqual(flat);
	// What is written is read as what it was.
	const again = readAdapterConfig(written.get(adapterConfigFile)!, []).settings;
	expect(again).toEqual({ ...settings, targets: target_modules });
	expect(readAdapterWeights(model, again, written.get(adapterWeightsFile)!)).toEqual(flat);
});

const merge = async (
	{ model, flat }: ReturnType<typeof goldenAdapter>,
	{ settings }: GoldenAdapter,
) => collectWeights(model.specs, mergedWeights(model, flat, settings));

test('merging adds what the adapter adds, once, and an adapter of zeros nothing', async () => {
	const golden = goldenAdapter(cases[0]);
	const { model, flat, adapter } = golden;
	const base = model.weights.slice();
	const merged = await merge(golden, cases[0]);
	expect(merged).not.toEqual(base);
	expect(await merge(golden, cases[0])).toEqual(merged);
	const zeros = new Float32Array(adapter.size);
	expect(await merge({ ...golden, flat: zeros }, cases[0])).toEqual(base);
	const diverged = flat.map((value) => value * 1e30);
	await expect(merge({ ...golden, flat: diverged }, cases[0])).rejects.toThrow(
		failure(
			'holds a number that is not finite: the file is damaged, or training diverged before it was saved. Open another copy of the model',
		),
	);
});

test.each(cases.map((golden) => [golden.config.model_type, golden] as const))(
	'the stored base of %s is merged in parts into the bytes of the merge in memory',
	async (_, golden) => {
		const { model, flat } = goldenAdapter(golden);
		const { config, base, settings } = golden;
		const folder = goldenFolder({ config, tensors: base.toReversed() });
		const bytes = folder.get('model.safetensors')!;
		const file = {
			name: 'model.safetensors',
			bytes: bytes.length,
			async *pieces() {
				for (let at = 0; at < bytes.length; at += 999) yield bytes.subarray(at, at + 999);
			},
		};
		const stored = await openModelFolder(folder, [file]);
		const whole = await merge({ model, flat, adapter: makeAdapter(model, settings) }, golden);
		const expected = writeSafetensors(storedTensors(model.specs, whole));
		// A run of all weights has them in memory, in the order of the decoder's tensors.
		for (const opened of [stored, { ...stored, weights: model.weights, readWeights: undefined }]) {
			const read = mergedWeights(opened, flat, settings);
			const written = await folderBytes(await writeModelFolder(opened, read));
			expect(Buffer.compare(written.get('model.safetensors')!, expected)).toBe(0);
		}
	},
);

const config = (change: object) =>
	toBytes(JSON.stringify({ ...(JSON.parse(peft.folders[0].config) as object), ...change }));

test.each([
	[{ peft_type: 'IA3' }, 'peft_type'],
	[{ r: 0 }, 'r'],
	[{ bias: 'all' }, 'bias'],
	// peft changes the base when it loads one of these.
	[{ init_lora_weights: 'pissa' }, 'init_lora_weights'],
	[{ modules_to_save: ['lm_head'] }, 'modules_to_save'],
	[{ rank_pattern: { q_proj: 2 } }, 'rank_pattern'],
	[{ target_modules: [] }, 'target_modules'],
])('a config with %o is refused by field', (change, field) => {
	expect(() => readAdapterConfig(config(change), [])).toThrow(InputError);
	expect(() => readAdapterConfig(config(change), [])).toThrow(
		new RegExp(`^${adapterConfigFile}: ${field}: (must be|is missing)`),
	);
});

test('an adapter of another base or other layers, or a damaged one, is refused by tensor', () => {
	const { golden, weights } = folders[0];
	const { settings } = readFolder(folders[0]);
	const { model, flat } = goldenAdapter(golden);
	const read = (file: Uint8Array) => () => readAdapterWeights(model, settings, file);
	const tensors = adapterTensors(model, settings, flat);
	const [first, ...others] = tensors;
	expect(read(writeSafetensors(others))).toThrow(`tensor ${first.name} is missing`);
	const other = { ...first, name: 'base_model.model.other.lora_A.weight' };
	expect(read(writeSafetensors([...tensors, other]))).toThrow(`tensor ${other.name} belongs to no`);
	const [rows, width] = first.shape;
	const turned = { ...first, shape: [width, rows] };
	expect(read(writeSafetensors([turned, ...others]))).toThrow(
		`tensor ${first.name} has shape [${width},${rows}], and this base needs [${rows},${width}]`,
	);
	const wrong = { ...first, values: first.values.map(() => Number.NaN) };
	expect(read(writeSafetensors([wrong, ...others]))).toThrow(
		failure('holds a number that is not finite'),
	);
	expect(read(weights.subarray(0, weights.length - 8))).toThrow(adapterWeightsFile);
	const bigger = goldenAdapter(cases[2]).model;
	expect(() => readAdapterWeights(bigger, settings, weights, 'owner/base')).toThrow(
		failure(
			'{adapterWeightsFile}: tensor {tensor} {what}. Choose the model that the adapter was trained on{isNamed, select, true { ({base})} other {}}, or another adapter.',
			{ base: 'owner/base' },
		),
	);
});

/** SKILLET_PYTHON: a python with peft. */
test.runIf(process.env['SKILLET_PYTHON'])(
	'peft and transformers load what the lab saves, without a warning',
	async () => {
		const root = testFolder();
		for (const [i, golden] of cases.entries()) {
			const { model, flat, adapter } = goldenAdapter(golden);
			const write = (name: string, files: ReadonlyMap<string, Uint8Array>) => {
				const folder = path.join(root, `${i}-${model.architecture.modelType}`, name);
				mkdirSync(folder, { recursive: true });
				for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);
			};
			const { settings, config, base, examples } = golden;
			const device = await openNodeDevice();
			const frozen = { adapter, weights: model.weights };
			const decoder = await DecoderOnDevice.open(device, model.config, model.specs, frozen);
			const weights = await decoder.upload('weights', flat);
			const logits = await readLogits(decoder, weights, golden);
			const expected = { examples, logits: Buffer.from(logits.buffer).toString('base64') };
			write('', new Map([['expected.json', toBytes(JSON.stringify(expected))]]));
			write('base', goldenFolder({ config, tensors: base }));
			const saved = await writeAdapterFolder(model, settings, flat, { path: 'base' });
			write('adapter', await folderBytes(saved));
			const merged = await writeModelFolder(model, mergedWeights(model, flat, settings));
			write('merged', await folderBytes(merged));
		}
		const script = path.resolve('tests/golden/peftFolder.py');
		console.log(execFileSync(process.env['SKILLET_PYTHON']!, [script, root]).toString());
	},
);
