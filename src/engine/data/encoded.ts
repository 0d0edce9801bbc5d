/** Encoded examples in flat arrays, for training. */
import type { Message } from '#engine/core/message.ts';
import type { Part, SkillInfo } from './skill.ts';

export interface EncodedExamples {
	readonly count: number;
	/** Tokens of all examples in order. */
	readonly tokens: Uint16Array | Uint32Array;
	/** [count + 1]: example i is tokens[offsets[i]] … tokens[offsets[i + 1] − 1]. */
	readonly offsets: Uint32Array;
	/** 1 if the loss is on the token. */
	readonly targets: Uint8Array;
	/** Tokens before the first target. */
	readonly promptLengths: Uint32Array;
	/** 1 if the answer is known to be wrong. Only for evaluation. */
	readonly noisy: Uint8Array;
	/** Number of examples that were cut to the context. */
	readonly cut: number;
	/** Absent if the model's chat template fits all examples. */
	readonly rejected?: RejectedExamples;
}

/** Examples that the model's chat template does not fit. They are left out. */
export interface RejectedExamples {
	readonly count: number;
	/** Index of the first rejected example in its part, and the reason of its rejection. */
	readonly row: number;
	readonly why: Message;
	/** Indices of the other examples in their part. */
	readonly fitting: Uint32Array;
}

/** A watched skill has no training examples: nothing reads them. */
export interface EncodedSkill extends Readonly<Record<Part, EncodedExamples>> {
	readonly info: SkillInfo;
	readonly use: 'train' | 'watch';
	/** The question before the first trained answer of each held-out example; of raw text, ''. */
	readonly questions: readonly string[];
	/** The first trained answer of each example, as it was written. */
	readonly answers: Readonly<Record<'validation' | 'heldOut', readonly string[]>>;
}
