/** Examples as tokens, in flat arrays: what training reads. encode.ts makes them. */
import type { SkillInfo } from './skill.ts';

export interface EncodedExamples {
	readonly count: number;
	/** All tokens, one example after the other. */
	readonly tokens: Uint16Array | Uint32Array;
	/** Example i is tokens[offsets[i]] … tokens[offsets[i + 1] − 1]; count + 1 entries. */
	readonly offsets: Uint32Array;
	/** 1 where the token is one that the loss is on (it is predicted from those before it). */
	readonly targets: Uint8Array;
	/** Number of leading tokens before the first target: the prompt. */
	readonly promptLengths: Uint32Array;
	/** 1 where the answer is known to be wrong: evaluation only. */
	readonly noisy: Uint8Array;
	/** Examples that were cut to the context, from the prompt's left. */
	readonly cut: number;
}

export interface EncodedSkill {
	readonly info: SkillInfo;
	readonly use: 'train' | 'watch';
	readonly train: EncodedExamples;
	readonly validation: EncodedExamples;
	readonly heldOut: EncodedExamples;
}
