/** Tiny random models of each architecture on the software path against transformers. */
import { describe, expect, test } from 'vitest';
import { architectures } from '#engine/model/architectures.ts';
import { asMessage } from '#engine/core/message.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import { referenceOnProcessor } from '#engine/gpu/reference/openReference.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { openModelFolder } from '#engine/model/openFolder.ts';
import { collectWeights, weightReader, writeModelFolder } from '#engine/model/folder.ts';
import { storedTensors, writeSafetensors } from '../../scripts/lib/memoryFolder.ts';
import { folderBytes } from '../support/folderBytes.ts';
import { checkArchitecture, goldenFolder, type GoldenCase } from './architecturesChecks.ts';
import { isLong } from '../support/suite.ts';

const files = import.meta.glob<GoldenCase[]>('./architectures/*.json', {
	eager: true,
	import: 'cases',
});
/** The cases of architectures.py by `model_type`. */
const families = Object.fromEntries(
	Object.values(files).map((cases) => [cases[0].config.model_type, cases]),
);

test('each architecture has values of transformers', () => {
	const types = architectures.map(({ modelType }) => modelType);
	expect(Object.keys(families).sort()).toEqual(types.sort());
});

describe.each(Object.entries(families))('%s', (family, cases) => {
	test.each(isLong ? cases.map((_, i) => i) : [0])(
		'random config %d computes and trains as in transformers',
		async (i) => {
			const device = await openNodeDevice();
			expect(device.report.backend).toBe('wasm');
			const largest = await checkArchitecture(device, cases[i]);
			if (process.env['SKILLET_SHOW']) console.log(family, i, largest);
		},
	);
});

/** safetensors.torch.save_model keeps the first name of a shared tensor in alphabetical order. */
const tied = Object.entries(families).flatMap(([family, cases]) => {
	const found = cases.find((each) => readModelFolder(goldenFolder(each)).config.tied);
	return found ? [[family, found] as const] : [];
});

test.each(tied)('a tied %s that stores only the output head opens', async (_, golden) => {
	const name = 'model.safetensors';
	const folder = goldenFolder(golden);
	const usual = readModelFolder(folder);
	const [embedding, ...others] = storedTensors(usual.specs, usual.weights);
	const head = { ...embedding, name: usual.architecture.head ?? 'lm_head.weight' };
	const bytes = writeSafetensors([...others, head]);
	const read = readModelFolder(folder.set(name, bytes));
	expect([read.weights, read.unread]).toEqual([usual.weights, []]);
	const file = {
		name,
		bytes: bytes.length,
		async *pieces() {
			yield bytes;
		},
	};
	const small = new Map([...folder].filter(([other]) => other !== name));
	const opened = await openModelFolder(small, [file]);
	expect(await collectWeights(opened.specs, weightReader(opened))).toEqual(usual.weights);
	// llama.cpp's converter looks for the embedding by its own name.
	const written = await folderBytes(await writeModelFolder(opened, weightReader(opened)));
	const names = (file: Uint8Array) => [...readSafetensors(file).keys()].sort();
	expect(names(written.get(name)!)).toEqual(names(goldenFolder(golden).get(name)!));
});

test('plain JavaScript computes a Llama too', async () => {
	const device = new JavaScriptDevice(asMessage('none'), asMessage('none'));
	await checkArchitecture(device, families['llama'][0]);
});

test.runIf(isLong).each(['gemma2', 'gemma3_text', 'gpt2', 'gpt_neox'])(
	'the reference engine computes %s too',
	async (family) => {
		const device = referenceOnProcessor(asMessage('none'));
		await checkArchitecture(device, families[family][0]);
	},
);
