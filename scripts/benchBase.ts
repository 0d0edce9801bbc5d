/**
 * `npm run bench:base`: what a shipped model knows (docs/dev/world.md), and what it loses with its
 * matrices in fewer bits (docs/benchmarks.md).
 */
import { mean } from '#engine/core/statistics.ts';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import {
	builtinSkill,
	builtinSkills,
	builtinSource,
	generatedParts,
} from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { asStored } from '#engine/gpu/encodings.ts';
import { baseStorages } from '#engine/model/adapterSettings.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { frozenParts, type BaseStorage } from '#engine/model/weightLayout.ts';
import { continueTexts } from '#engine/training/continuations.ts';
import { evaluateSkills } from '#engine/training/evaluateSkills.ts';
import { measure } from '#engine/training/measure.ts';
import { shippedModels } from './lib/bench/study.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { someOf } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { percent, table } from './lib/output.ts';

await runBenchmark(
	{
		name: 'npm run bench:base',
		purpose:
			'What base models know: continuations of 200 held-out stories with their faults, the score ' +
			'of each skill, and the held-out loss by storage of the matrices, relative to 32 bits.',
		example: '--models skillet-base --json base.json',
		options: {
			models: someOf(
				shippedModels().map(({ id }) => id),
				'Shipped models',
			),
		},
	},
	async ({ models }) => {
		const results = [];
		for (const id of models) {
			const measured = { id, ...(await measureModel(readModelOnDisk(`models/${id}`))) };
			const faults = Object.entries(measured.faults).map(([fault, count]) => `${fault} ${count}`);
			console.log(`${id}, continuations: ${faults.join(', ')}`);
			results.push(measured);
		}
		const right = results.map(({ id, skills }) => [
			id,
			...skills.map(({ exact }) => percent(exact)),
		]);
		console.log(`\n${table([['right answers', ...builtinSkills.map(({ id }) => id)], ...right])}`);
		const losses = results.map(({ id, losses: [exact, ...others] }) => [
			id,
			exact.toFixed(4),
			...others.map((loss) => `${(100 * (loss / exact - 1)).toFixed(3)} %`),
		]);
		console.log(`\n${table([['held-out loss', ...baseStorages], ...losses])}`);
		return { storages: baseStorages, results };
	},
);

async function measureModel(model: LoadedModel) {
	const { tokenizer } = model;
	const device = await openNodeDevice(2);
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const encoded = await Promise.all(
		builtinSkills.map(({ id }) => encodeSkill(builtinSource(id), 'train', tokenizer, 128)),
	);
	const weights = await decoder.upload('weights', model.weights);
	const continued = await continueTexts(decoder, weights, tokenizer, stories());
	const scored = { tokenizer, examples: 150 };
	const { skills } = await evaluateSkills(decoder, weights, encoded, scored);
	weights.dispose();
	const losses: number[] = [];
	for (const base of baseStorages) {
		const vector = await decoder.upload('weights', rounded(model, base));
		const means: number[] = [];
		for (const { heldOut: set } of encoded) {
			const addresses = Array.from({ length: Math.min(200, set.count) }, (_, index) => ({
				set,
				index,
			}));
			means.push(mean([...(await measure(decoder, vector, addresses)).losses]));
		}
		losses.push(mean(means));
		vector.dispose();
	}
	device.dispose();
	const faults: Record<string, number> = {};
	for (const { fault } of continued) faults[fault ?? 'right'] = (faults[fault ?? 'right'] ?? 0) + 1;
	const shown = continued.map(({ start, written, fault }) => ({ start, written, fault }));
	return { faults, skills, losses, continued: shown };
}

/** The first 200 that the base has not read. */
function stories() {
	const skill = builtinSkill('stories');
	const { heldOut, validation } = generatedParts(skill);
	return [...heldOut, ...validation]
		.slice(0, 200)
		.map((story) => ({ skill: 0, text: examplePrompt(story), rule: skill.continuation! }));
}

function rounded({ specs, weights }: LoadedModel, base: BaseStorage): Float32Array {
	const values = weights.slice();
	for (const { layout, storage } of frozenParts(specs, base))
		for (const { offset, size } of layout.tensors)
			values.set(asStored(storage, weights.subarray(offset, offset + size)), offset);
	return values;
}
