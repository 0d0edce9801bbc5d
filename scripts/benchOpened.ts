/**
 * `npm run bench:opened`: memory of the whole process while a model in a published shape is opened
 * from a folder in BF16 (random weights), trained on 2 × 256 tokens, and read for a checkpoint.
 */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import { byPart } from '#engine/data/skill.ts';
import { baseStorages } from '#engine/model/adapterSettings.ts';
import type { BaseStorage } from '#engine/model/weightLayout.ts';
import { heldBytes, reserveMemory } from '#engine/training/memory.ts';
import { openTraining } from '#engine/training/openTraining.ts';
import { defaultOptimizer, type TrainingSettings } from '#engine/training/settings.ts';
import published from '../tests/golden/published.json' with { type: 'json' };
import { publishedConfig } from './lib/benchEngine/stepPlans.ts';
import { runScript } from './lib/faults.ts';
import { oneOf, outputFile, readCommand, wholeOr } from './lib/command.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { megabytes, table, writeJson } from './lib/output.ts';
import { openRandomFolder, writeRandomFolder } from './lib/randomFolder.ts';

const [rows, context] = [2, 256];

await runScript(async () => {
	const names = published.models.map(({ name }) => name);
	const { shape, trained, threads, steps, json } = readCommand({
		name: 'npm run bench:opened',
		purpose: 'Memory of the process for a model in a published shape: opened, trained, stored.',
		example: '--shape Qwen3-0.6B --trained int8',
		options: {
			shape: oneOf(names, 'Qwen3-0.6B', 'The shape'),
			trained: oneOf(
				[...baseStorages, 'all' as const],
				'nf4',
				'All weights, or LoRA beside this base',
			),
			steps: wholeOr(2, 'Training steps', { from: 1 }),
			threads: wholeOr(availableParallelism(), 'Threads of the processor', { to: 64 }),
			json: outputFile('All figures'),
		},
		notes: ['Writes the model into a temporary folder and deletes it at the end.'],
	});
	const config = publishedConfig(shape);
	const folder = path.join(tmpdir(), `skillet-opened-${process.pid}`);
	try {
		await writeRandomFolder(folder, config);
		const measured = await measure(folder, config, settingsOf(trained), { steps, threads });
		console.log(`${shape}, ${trained}, ${measured.device}, load ${loadavg()[0].toFixed(1)}`);
		console.log(
			table([
				['', 'MB'],
				...Object.entries(measured.figures).map(([what, bytes]) => [what, megabytes(bytes)]),
			]),
		);
		writeJson(json, { shape, trained, threads, steps, ...measured });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

function settingsOf(trained: BaseStorage | 'all'): TrainingSettings {
	return {
		steps: 2,
		seed: 1,
		batching: { size: rows, context, layout: 'packed' },
		optimizer: defaultOptimizer,
		schedule: { kind: 'constant', warmup: 0, floor: 0 },
		evaluation: { every: 2, examples: 2, finalExamples: 2, samples: 1 },
		precision: 'single',
		activations: 'kept',
		...(trained !== 'all' && {
			adapter: { rank: 8, alpha: 16, targets: 'all-linear', base: trained },
		}),
	};
}

async function measure(
	folder: string,
	config: object,
	settings: TrainingSettings,
	{ steps, threads }: { readonly steps: number; readonly threads: number },
) {
	const device = await openNodeDevice(threads);
	const before = process.memoryUsage().rss;
	const { model, storedBytes } = await openRandomFolder(folder, config);
	const training = await openTraining(device, model, settings);
	const opened = peakBytes();
	const held = device.memory();
	const set = countingRows(model.config.vocabulary);
	const { prediction } = await reserveMemory(device, model, [skillOf(set)], settings);
	const losses = [];
	const times = [];
	for (let step = 1; step <= steps; step++) {
		const examples = Array.from({ length: rows }, (_, index) => ({ set, index }));
		const began = performance.now();
		const { losses: each } = await training.learner.step(examples, { learningRate: 1e-3, step });
		times.push(performance.now() - began);
		losses.push(each.reduce((sum, loss) => sum + loss, 0) / rows);
	}
	await training.answer('A prompt', { form: 'text', maxTokens: 8 });
	const stepped = peakBytes();
	await training.learner.state();
	return {
		device: device.report.name,
		losses,
		times,
		figures: {
			stored: storedBytes,
			'process before opening': before,
			'peak of the process while opening': opened,
			'device after opening': heldBytes(held),
			'device predicted': heldBytes(prediction.use),
			'device held': heldBytes(device.memory()),
			'run predicted': heldBytes(prediction.use) + prediction.host,
			'with a checkpoint predicted':
				heldBytes(prediction.use) + prediction.host + prediction.checkpoint,
			'peak of the process while training': stepped,
			'peak of the process with a checkpoint': peakBytes(),
		},
	};
}

function peakBytes(): number {
	return process.resourceUsage().maxRSS * 1024;
}

function skillOf(examples: EncodedExamples): EncodedSkill {
	return {
		use: 'train',
		...byPart(() => examples),
		questions: Array.from({ length: examples.count }, () => ''),
		info: {
			id: 'counting',
			name: 'counting',
			role: 'domain',
			source: 'builtin',
			about: '',
			counts: byPart(() => examples.count),
			scorer: 'loss',
			heldOutIs: 'unseen',
			fingerprint: '0'.repeat(64),
			bytes: 0,
		},
	};
}

/** Each row counts in its own steps, modulo the vocabulary. */
function countingRows(vocabulary: number): EncodedExamples {
	const length = context + 1;
	return {
		count: rows,
		tokens: Uint32Array.from(
			{ length: rows * length },
			(_, i) => ((i % length) * (5 * Math.floor(i / length) + 1)) % vocabulary,
		),
		offsets: Uint32Array.from({ length: rows + 1 }, (_, i) => i * length),
		targets: new Uint8Array(rows * length).fill(1),
		promptLengths: new Uint32Array(rows),
		noisy: new Uint8Array(rows),
		cut: 0,
	};
}
