/** GGUF files of the lab, read by llama.cpp's Python packages (ggufLlama.py). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { toBase64 } from '../../src/engine/core/bytes.ts';
import { encodePrompt } from '../../src/engine/data/encode.ts';
import { DecoderOnDevice } from '../../src/engine/model/DecoderOnDevice.ts';
import { weightReader, writeModelFolder } from '../../src/engine/model/folder.ts';
import { generate } from '../../src/engine/model/generate.ts';
import { writeGguf } from '../../src/engine/model/gguf/writeGguf.ts';
import { readModelFolder } from '../../src/engine/model/readFolder.ts';
import { openedFolder } from '../support/ggufFiles.ts';

/** SKILLET_PYTHON: a python with gguf, numpy and, for the answers, llama-cpp-python. */
test.runIf(process.env['SKILLET_PYTHON'])(
	'llama.cpp loads what the lab writes, and answers with the same tokens',
	async () => {
		const root = mkdtempSync(path.join(os.tmpdir(), 'skillet-gguf-'));
		const base = readModelOnDisk('models/skillet-base');
		const folder = await writeModelFolder(base, weightReader(base));
		const answers: Record<string, readonly [readonly number[], readonly number[]]> = {};
		for (const type of ['F16', 'Q8_0'] as const) {
			const [[file, written]] = await writeGguf(folder, 'base', type);
			const bytes = await (written as Blob).bytes();
			writeFileSync(path.join(root, file), bytes);
			// The weights of the file, which are rounded.
			const { config, specs, weights, tokenizer } = readModelFolder(await openedFolder(bytes));
			const decoder = await DecoderOnDevice.open(await openNodeDevice(), config, specs);
			const uploaded = await decoder.upload('weights', weights);
			const prompt = encodePrompt('The quick brown fox', 'question', tokenizer, config.context);
			const options = { end: -1, maxTokens: 24 };
			const [{ tokens }] = await generate(decoder, uploaded, [prompt], options);
			expect(tokens).toHaveLength(24);
			answers[file] = [prompt, tokens];
			decoder.dispose();
		}
		const weights = base.specs.map(({ name, shape, offset, size }) => {
			const { buffer, byteOffset } = base.weights.subarray(offset);
			return [name, [shape, toBase64(new Uint8Array(buffer, byteOffset, 4 * size))]] as const;
		});
		const { layers, heads, vocabulary } = base.config;
		const expected = { layers, heads, vocabulary, answers, weights: Object.fromEntries(weights) };
		writeFileSync(path.join(root, 'expected.json'), JSON.stringify(expected));
		const script = path.resolve('tests/golden/ggufLlama.py');
		console.log(execFileSync(process.env['SKILLET_PYTHON']!, [script, root]).toString());
	},
	300_000,
);
