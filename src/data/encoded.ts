/** Encoded examples in flat arrays, for training. */
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
}

export interface EncodedSkill extends Readonly<Record<Part, EncodedExamples>> {
	readonly info: SkillInfo;
	readonly use: 'train' | 'watch';
}
