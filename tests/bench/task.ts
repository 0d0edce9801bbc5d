/** A workload made ready: starting weights and batches, drawn from fixed seeds, so that every entrant trains on the same. */
import { randomStream, type RandomStream } from '#core/random.ts';
import { packBatch } from '#data/batch.ts';
import { builtinSkill, builtinSkills } from '#data/builtinSkills.ts';
import { encodeExamples } from '#data/encode.ts';
import type { EncodedExamples } from '#data/encoded.ts';
import { tensorSpecs } from '#model/architecture.ts';
import { llama } from '#model/architectures/llama.ts';
import type { DecoderConfig, TensorSpec } from '#model/decoder.ts';
import type { HostBatch } from '#model/hostBatch.ts';
import { initialWeights } from '#model/initialise.ts';
import { baseTokenizer } from '../../scripts/lib/baseConfig.ts';
import { rowsOf, withRows, type RowBatch } from './rowBatch.ts';
import type { Workload } from './workloads.ts';

/** What an entrant gets. Plain data: it is copied into a worker, or written to files for another language. */
export interface Task {
	readonly workload: string;
	readonly config: DecoderConfig;
	/** Roles and shapes of the tensors in `weights`, in order; matrices are [out, in]. */
	readonly specs: readonly TensorSpec[];
	readonly weights: Float32Array;
	/** The examples of each batch, for an engine that lays them out itself (`taskBatch`). */
	readonly examples: readonly EncodedExamples[];
	/** The same in rows: equal in rows, columns and examples, so that one compiled step fits all. */
	readonly rows: readonly RowBatch[];
	/** Whether a row holds several segments; else one, from column 0, and a causal mask is enough. */
	readonly packed: boolean;
	readonly optimizer: Optimizer;
}

/** AdamW after clipping by the global norm; decay on matrices only; the rate is fixed. */
export interface Optimizer {
	readonly learningRate: number;
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	readonly weightDecay: number;
	readonly clip: number;
}

export const optimizer: Optimizer = {
	learningRate: 1e-3,
	beta1: 0.9,
	beta2: 0.98,
	epsilon: 1e-8,
	weightDecay: 0.01,
	clip: 1,
};

const seed = 3;

export function makeTask(workload: Workload): Task {
	const { config, context, source } = workload;
	const specs = tensorSpecs(llama, config);
	const draws = randomStream(seed, 'engine benchmark');
	const examples =
		source.kind === 'counting' ? countingBatches(workload, draws) : skillBatches(workload, draws);
	const packed = source.kind === 'skills' && source.layout === 'packed';
	const drawn = examples.map((set) => rowsOf(set, context, packed ? 'packed' : 'padded'));
	const rows = Math.max(...drawn.map((batch) => batch.rows));
	return {
		workload: workload.name,
		config,
		specs,
		weights: initialWeights(specs, draws.child('weights')),
		examples,
		rows: drawn.map((batch) => withRows(batch, rows)),
		packed,
		optimizer,
	};
}

/** A batch as this lab's own engine takes it: one stream, with gaps where the rows have them or without. */
export const taskBatch = ({ examples, packed }: Task, batch: number): HostBatch =>
	packBatch(
		Array.from({ length: examples[batch].count }, (_, index) => ({ set: examples[batch], index })),
		packed ? 'packed' : 'padded',
	);

/** Row r counts from a drawn token in drawn steps of 1 to 7, modulo the vocabulary. */
function countingBatches(
	{ config, batch, context, batches }: Workload,
	draws: RandomStream,
): EncodedExamples[] {
	return Array.from({ length: batches }, (_, b) => {
		const stream = draws.child(`batch ${b}`);
		const tokens = new Uint16Array(batch * (context + 1));
		for (let row = 0; row < batch; row++) {
			const start = stream.below(config.vocabulary, 2 * row);
			const stride = 1 + stream.below(7, 2 * row + 1);
			for (let i = 0; i <= context; i++)
				tokens[row * (context + 1) + i] = (start + i * stride) % config.vocabulary;
		}
		return {
			count: batch,
			tokens,
			offsets: Uint32Array.from({ length: batch + 1 }, (_, i) => i * (context + 1)),
			targets: new Uint8Array(tokens.length).fill(1),
			promptLengths: new Uint32Array(batch),
			noisy: new Uint8Array(batch),
			cut: 0,
		};
	});
}

function skillBatches(
	{ batch, context, batches }: Workload,
	draws: RandomStream,
): EncodedExamples[] {
	const skills = builtinSkills
		.filter(({ role }) => role !== 'general')
		.map(({ id }) => builtinSkill(id).generate().train);
	return Array.from({ length: batches }, (_, b) => {
		const stream = draws.child(`batch ${b}`);
		const drawn = Array.from({ length: batch }, (_, i) => {
			const skill = skills[stream.below(skills.length, 2 * i)];
			return skill[stream.below(skill.length, 2 * i + 1)];
		});
		return encodeExamples(drawn, baseTokenizer, context + 1);
	});
}
