/** Small records of every store. */
import { promptAnswer, type Example } from '#engine/data/example.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Checkpoint, ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { Tuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import type { RunEvent } from '#lab/training/events.ts';

export const runRecord = (changes: Partial<RunRecord> = {}): RunRecord => ({
	id: 'run-1',
	startedAt: 1_700_000_000_000,
	backend: 'wasm',
	end: 'running',
	step: 0,
	experiment: {
		version: 1,
		model: { id: 'base', sha256: 'ab'.repeat(32) },
		skills: [
			{ id: 'addition', name: 'Addition', version: 1, sha256: 'cd'.repeat(32), use: 'train' },
		],
		policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
		steps: 300,
		seed: 7,
		batching: { size: 32, context: 512, layout: 'packed' },
		optimizer: {
			learningRate: 3e-3,
			beta1: 0.9,
			beta2: 0.999,
			epsilon: 1e-8,
			weightDecay: 0.1,
			clip: 1,
			accumulation: 1,
		},
		schedule: { kind: 'cosine', warmup: 0.1, floor: 0.1 },
		evaluation: { every: 50, examples: 40, finalExamples: 100, samples: 1 },
		checkpointEvery: 50,
	},
	...changes,
});

export const stepEvent = (step: number, loss = 1 / (step + 1)): RunEvent => ({
	type: 'step',
	step,
	loss,
	skillLoss: [loss],
	weights: [1],
	drawn: [32],
	tokens: [640],
	learningRate: 3e-3,
	gradientNorm: 0.5,
	milliseconds: 80,
});
export const stepEvents = (from: number, to: number, loss?: number): RunEvent[] =>
	Array.from({ length: to - from + 1 }, (_, i) => stepEvent(from + i, loss));

/** Fragile floats: −0, smallest and largest denormal, infinities, NaN with payload. */
export function awkwardFloats(length: number): Float32Array {
	const bits = [0x80000000, 0x00000001, 0x007fffff, 0x7f800000, 0xff800000, 0x7fc12345, 0xffa00001];
	const words = Uint32Array.from({ length }, (_, i) => bits[i % bits.length] ?? 0);
	return new Float32Array(words.buffer);
}

export const makeCheckpoint = (step: number, length = 10, runId = 'run-1'): Checkpoint => ({
	runId,
	step,
	weights: awkwardFloats(length),
	firstMoments: Float32Array.from({ length }, (_, i) => step + i / 8),
	secondMoments: Float32Array.from({ length }, (_, i) => step * 2 + i / 16),
	counters: { drawn: { add: step * 32 }, mixers: { uniform: { next: step } } },
});

/** Compares bits, because −0 equals 0 and NaN has many forms. */
export const toBits = (floats: Float32Array): number[] => [
	...new Uint32Array(floats.buffer, floats.byteOffset, floats.length),
];

export const examples = (count: number, from = 0): Example[] =>
	Array.from({ length: count }, (_, i) => promptAnswer(`${from + i}+1=`, `${from + i + 1}`));

export const skillInfo = (changes: Partial<SkillInfo> = {}): SkillInfo => ({
	id: 'file:0123456789ab',
	name: 'sums.jsonl',
	role: 'domain',
	source: 'file',
	about: '0+1= → 1',
	counts: { train: 1_203, validation: 0, heldOut: 40 },
	measure: { kind: 'exact' },
	heldOutIs: 'unseen',
	fingerprint: 'ef'.repeat(32),
	bytes: 40_000,
	...changes,
});

export const modelInfo = (changes: Partial<ModelInfo> = {}): ModelInfo => ({
	id: 'base',
	name: 'Base 0.25 M',
	source: 'builtin',
	sha256: 'ab'.repeat(32),
	parameters: 250_000,
	bytes: 75,
	...changes,
});
export const modelFiles = (seed = 0): Map<string, Uint8Array> =>
	new Map([
		['config.json', new TextEncoder().encode('{"vocab_size":260}')],
		['model.safetensors', Uint8Array.from({ length: 57 }, (_, i) => (i * 37 + seed) % 256)],
	]);

export const adapterKey = '["1","acme","metal-3"]';
export function tuning(gflops = 412): Tuning {
	const sizes = {
		few: [{ tile: { design: 'registers', rows: 4, quads: 1, across: 8, down: 8 }, gflops }],
		some: [{ tile: { design: 'workgroup', rows: 8, quads: 2, across: 8, down: 8 }, gflops: 905.5 }],
		many: [{ tile: { design: 'subgroups', rows: 8, quads: 2, across: 8, down: 8 }, gflops: 1130 }],
		most: [{ tile: { design: 'workgroup', rows: 8, quads: 2, across: 16, down: 8 }, gflops: 2600 }],
	} as const;
	return { tiles: { NT: sizes, NN: sizes, TN: sizes } };
}
