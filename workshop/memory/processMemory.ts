/**
 * Memory of the whole process while a model in a published shape is opened from a folder in BF16
 * (random weights), trained on 2 × 256 tokens, and read for a checkpoint.
 */
import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { mean } from '../../src/engine/core/statistics.ts';
import type { EncodedExamples, EncodedSkill } from '../../src/engine/data/encoded.ts';
import { byPart } from '../../src/engine/data/skill.ts';
import type { BaseStorage } from '../../src/engine/model/weightLayout.ts';
import { heldBytes, reserveMemory } from '../../src/engine/training/memory.ts';
import { openTraining } from '../../src/engine/training/openTraining.ts';
import { defaultOptimizer, type TrainingSettings } from '../../src/engine/training/settings.ts';
import { countingRows } from '../entrants/countingRows.ts';
import { encodedSet } from '../../tests/support/encodedSet.ts';
import { publishedConfig } from '../../scripts/lib/stepPlans.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { megabytes, table } from '../../scripts/lib/output.ts';
import { openRandomFolder, writeRandomFolder } from './randomFolder.ts';

const [rows, context] = [2, 256];

interface ProcessOptions {
	readonly shape: string;
	/** All weights, or an adapter beside this base. */
	readonly trained: BaseStorage | 'all';
	readonly threads: number | undefined;
	readonly steps: number | undefined;
}

/** Writes the model into a temporary folder and deletes it at the end. */
export async function measureProcess({ shape, trained, ...options }: ProcessOptions) {
	const { threads = availableParallelism(), steps = 2 } = options;
	const config = publishedConfig(shape);
	const folder = path.join(tmpdir(), `skillet-opened-${process.pid}`);
	try {
		await writeRandomFolder(folder, config);
		const measured = await measure(folder, config, settingsOf(trained), { steps, threads });
		console.log(`${shape}, ${trained}, ${measured.device}`);
		const figures = Object.entries(measured.figures);
		console.log(table([['', 'MB'], ...figures.map(([what, bytes]) => [what, megabytes(bytes)])]));
		return { shape, trained, threads, steps, ...measured };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function settingsOf(trained: BaseStorage | 'all'): TrainingSettings {
	return {
		steps: 2,
		seed: 1,
		batching: { size: rows, context, layout: 'packed' },
		optimizer: defaultOptimizer,
		schedule: { kind: 'constant', warmup: 0, floor: 0 },
		evaluation: { every: 2, examples: 2, finalExamples: 2, samples: 1 },
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
	const set = encodedSet(countingRows(rows, context + 1, model.config.vocabulary));
	const { prediction } = await reserveMemory(device, model, [skillOf(set)], settings);
	const losses = [];
	const times = [];
	for (let step = 1; step <= steps; step++) {
		const examples = Array.from({ length: rows }, (_, index) => ({ set, index }));
		const began = performance.now();
		const { losses: each } = await training.learner.step(examples, { learningRate: 1e-3, step });
		times.push(performance.now() - began);
		losses.push(mean([...each]));
	}
	await training.answer('A prompt', { form: 'text', maxTokens: 8 });
	const stepped = peakBytes();
	await training.learner.state();
	const onDevice = heldBytes(prediction.use);
	return {
		device: device.report.name,
		losses,
		times,
		figures: {
			stored: storedBytes,
			'process before opening': before,
			'peak of the process while opening': opened,
			'device after opening': heldBytes(held),
			'device predicted': onDevice,
			'device held': heldBytes(device.memory()),
			'run predicted': onDevice + prediction.host,
			'with a checkpoint predicted': onDevice + prediction.host + prediction.checkpoint,
			'peak of the process while training': stepped,
			'peak of the process with a checkpoint': peakBytes(),
		},
	};
}

function peakBytes(): number {
	return process.resourceUsage().maxRSS * 1024;
}

function skillOf(examples: EncodedExamples): EncodedSkill {
	const texts = Array.from({ length: examples.count }, () => '');
	return {
		use: 'train',
		...byPart(() => examples),
		questions: texts,
		answers: { validation: texts, heldOut: texts },
		info: {
			id: 'counting',
			name: 'counting',
			role: 'domain',
			source: 'builtin',
			about: '',
			counts: byPart(() => examples.count),
			measure: { kind: 'loss' },
			heldOutIs: 'unseen',
			fingerprint: '0'.repeat(64),
			bytes: 0,
		},
	};
}
