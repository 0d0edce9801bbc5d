/** A skill: a data set with a held-out part and a way to score it. Built in (data/builtin) or the user's (storage). */
import type { Example } from './example.ts';
import type { ImportRecipe } from './importing.ts';

/** train: drawn by the policy. validation: for policies that ask. heldOut: for evaluation only. */
export type Part = 'train' | 'validation' | 'heldOut';
export const parts = ['train', 'validation', 'heldOut'] as const satisfies readonly Part[];

export interface SkillInfo {
	/** `add`, … for the built-in ones; `file:` + the first 12 hex digits of its fingerprint for the user's. */
	readonly id: string;
	readonly name: string;
	readonly role: 'domain' | 'general';
	readonly source: 'builtin' | 'file';
	/** A line for the page: what it is, with one example. */
	readonly about: string;
	readonly counts: { readonly [P in Part]: number };
	/** exact: whole answer equals the reference. loss: text without a prompt, nothing to match. */
	readonly scorer: 'exact' | 'loss';
	/** recall: held-out prompts are training prompts on purpose (facts); the page says so. */
	readonly heldOutIs: 'unseen' | 'recall';
	/** SHA-256 over the canonical JSON lines of the three parts: the skill's name in a link. */
	readonly fingerprint: string;
	/** Of a file: how it was read, so that a link can say it. */
	readonly recipe?: ImportRecipe;
	/** Bytes that it takes in the database; 0 for a built-in one, which is generated. */
	readonly bytes: number;
}

/** Where examples come from, a few thousand at a time, so that a file of any size fits. */
export interface SkillSource {
	readonly info: SkillInfo;
	read(part: Part): AsyncIterable<readonly Example[]>;
}
