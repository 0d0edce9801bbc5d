/** A tiny run for tests: a tiny byte-level decoder and four skills with few examples. */
import { firstAnswer, promptAnswer, type Example } from '#engine/data/example.ts';
import { encodeExamples } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { byPart, type Part } from '#engine/data/skill.ts';
import { randomStream } from '#engine/core/random.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { initialWeights } from '../../../scripts/lib/pretraining/initialWeights.ts';
import type { PolicySegment, RunSettings } from '#lab/training/runSettings.ts';
import { baseConfig, baseTokenizer } from '../../../scripts/lib/baseConfig.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';

const config = llama.config({
	...baseConfig,
	hidden_size: 16,
	intermediate_size: 24,
	num_hidden_layers: 1,
	num_attention_heads: 2,
	num_key_value_heads: 1,
});
const specs = tensorSpecs(llama, config);
const weights = initialWeights(specs, randomStream(7));
export const tinyModel: LoadedModel = {
	architecture: llama,
	config,
	specs,
	weights,
	parameterCount: weights.length,
	tokenizer: baseTokenizer,
	unread: [],
	texts: new Map(),
};

const letters = 'abcdefgh';
function skill(
	id: string,
	use: 'train' | 'watch',
	size: number,
	answer: (letter: string, i: number) => string,
): EncodedSkill & { readonly rows: Readonly<Record<Part, readonly Example[]>> } {
	const example = (i: number): Example =>
		promptAnswer(`${id} ${letters[i % 8]}${i}=`, answer(letters[i % 8], i));
	const examples = (from: number, count: number) =>
		Array.from({ length: count }, (_, i) => example(from + i));
	const rows = {
		train: examples(0, size),
		validation: examples(size, 3),
		heldOut: examples(size + 3, 5),
	};
	return {
		use,
		rows,
		...byPart((part) => encodeExamples(rows[part], baseTokenizer, 64)),
		questions: rows.heldOut.map(({ messages }) => messages[0].content),
		answers: {
			validation: rows.validation.map(firstAnswer),
			heldOut: rows.heldOut.map(firstAnswer),
		},
		info: {
			id,
			name: id,
			role: 'domain',
			source: 'builtin',
			about: '',
			counts: { train: size, validation: 3, heldOut: 5 },
			measure: { kind: 'exact' },
			heldOutIs: 'unseen',
			fingerprint: '0'.repeat(64),
			bytes: 0,
		},
	};
}
export const tinySkills = [
	skill('copy', 'train', 20, (letter) => letter),
	skill('watched', 'watch', 4, () => 'x'),
	skill('same', 'train', 7, () => 'yes'),
	skill('twice', 'train', 12, (letter) => letter + letter),
];

export const tinySettings = (
	policy: readonly PolicySegment[],
	changes: Partial<RunSettings> = {},
): RunSettings => ({
	policy,
	steps: 12,
	seed: 5,
	batching: { size: 6, context: 64, layout: 'packed' },
	optimizer: { ...defaultOptimizer, learningRate: 0.01 },
	schedule: { kind: 'linear', warmup: 0.1, floor: 0.02 },
	evaluation: { every: 5, examples: 4, finalExamples: 5, samples: 1 },
	...changes,
});
