/** GGUF files of the lab, read by llama.cpp's Python packages (ggufLlama.py). */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
import { pythonWith } from '../support/python.ts';
import { readLogits } from './architecturesChecks.ts';
import { testFolder } from '../support/testFolder.ts';

/** llama.cpp's Q8_0 and Q4_0 products round the activations to 8 bits. F32 has no such step. */
const within = { 'llama-F32.gguf': 1e-4, 'llama-Q8_0.gguf': 0.02, 'llama-Q4_0.gguf': 0.02 };

const python = pythonWith('gguf', 'numpy');
test.skipIf(!python)(
	'llama.cpp and the lab read what the other one writes (SKILLET_PYTHON with gguf)',
	async () => {
		const root = testFolder();
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
		console.log(execFileSync(python!, [script, root]).toString());
		const logitsFile = path.join(root, 'logits.json');
		// Only with llama-cpp-python. The script says so.
		if (!existsSync(logitsFile)) return;
		const logits = JSON.parse(readFileSync(logitsFile, 'utf8')) as Record<string, number[]>;
		const [[tokens]] = Object.values(answers);
		for (const [file, limit] of Object.entries(within)) {
			const bytes = new Uint8Array(readFileSync(path.join(root, file)));
			const { config, specs, weights } = readModelFolder(await openedFolder(bytes));
			const decoder = await DecoderOnDevice.open(await openNodeDevice(), config, specs);
			const uploaded = await decoder.upload('weights', weights);
			const found = await readLogits(decoder, uploaded, {
				examples: [{ tokens: [...tokens], promptLength: 1 }],
			});
			decoder.dispose();
			const off = found.map((value, i) => value - logits[file][i]);
			const relative = Math.hypot(...off) / Math.hypot(...logits[file]);
			console.log(`${file}: logits differ by ${relative.toExponential(1)} of their size`);
			expect(relative, file).toBeLessThan(limit);
		}
	},
	300_000,
);
