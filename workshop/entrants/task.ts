/** The data of a workload: initial weights and batches from fixed seeds, equal for all entrants. */
import { randomStream, type RandomStream } from '../../src/engine/core/random.ts';
import { packBatch } from '../../src/engine/data/batch.ts';
import { builtinSkill, builtinSkills } from '../../src/engine/data/builtinSkills.ts';
import { encodeExamples } from '../../src/engine/data/encode.ts';
import type { EncodedExamples } from '../../src/engine/data/encoded.ts';
import { tensorSpecs } from '../../src/engine/model/architecture.ts';
import { llama } from '../../src/engine/model/architectures/llama.ts';
import type { DecoderConfig } from '../../src/engine/model/decoderConfig.ts';
import type { TensorSpec } from '../../src/engine/model/tensors.ts';
import type { HostBatch } from '../../src/engine/model/hostBatch.ts';
import { defaultOptimizer, type Optimizer } from '../../src/engine/training/settings.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import { baseTokenizer } from '../../scripts/lib/baseConfig.ts';
import { encodedSet } from '../../tests/support/encodedSet.ts';
import { listRows, withRows, type RowBatch } from './rowBatch.ts';
import { batches, type Workload } from './workloads.ts';

/** Plain data, to be copied into a worker or written to files for another language. */
export interface Task {
	readonly workload: string;
	readonly config: DecoderConfig;
	/** Roles and shapes of the tensors in `weights`, in order; matrices are [out, in]. */
	readonly specs: readonly TensorSpec[];
	readonly weights: Float32Array;
	/** The examples of each batch, for an engine that packs them itself (`taskBatch`). */
	readonly examples: readonly EncodedExamples[];
	/** The batches as rows, all with the same shape, so that one compiled step fits all. */
	readonly rows: readonly RowBatch[];
	/** Whether a row has several segments. Otherwise a causal mask is enough. */
	readonly packed: boolean;
	/** AdamW after global-norm clipping, weight decay on matrices only, fixed rate. */
	readonly optimizer: Optimizer;
}

const seed = 3;

export function makeTask(workload: Workload): Task {
	const { config, context, source } = workload;
	const specs = tensorSpecs(llama, config);
	const draws = randomStream(seed, 'engine benchmark');
	const examples =
		source.kind === 'counting' ? countingBatches(workload, draws) : skillBatches(workload, draws);
	const packed = source.kind === 'skills' && source.layout === 'packed';
	const drawn = examples.map((set) => listRows(set, context, packed ? 'packed' : 'padded'));
	const rows = Math.max(...drawn.map((batch) => batch.rows));
	return {
		workload: workload.name,
		config,
		specs,
		weights: initialWeights(specs, draws.child('weights')),
		examples,
		rows: drawn.map((batch) => withRows(batch, rows)),
		packed,
		optimizer: defaultOptimizer,
	};
}

/** A batch for this lab's engine: one packed sequence, with or without the rows' gaps. */
export const taskBatch = ({ examples, packed }: Task, batch: number): HostBatch =>
	packBatch(
		Array.from({ length: examples[batch].count }, (_, index) => ({ set: examples[batch], index })),
		packed ? 'packed' : 'padded',
	);

/** Each row counts from a random token in random steps of 1 to 7, modulo the vocabulary. */
function countingBatches(
	{ config, batch, context }: Workload,
	draws: RandomStream,
): EncodedExamples[] {
	return Array.from({ length: batches }, (_, b) => {
		const stream = draws.child(`batch ${b}`);
		const rows = Array.from({ length: batch }, (_, row) => {
			const start = stream.below(config.vocabulary, 2 * row);
			const stride = 1 + stream.below(7, 2 * row + 1);
			return Array.from(
				{ length: context + 1 },
				(_, i) => (start + i * stride) % config.vocabulary,
			);
		});
		return encodedSet(rows);
	});
}

function skillBatches({ batch, context }: Workload, draws: RandomStream): EncodedExamples[] {
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
