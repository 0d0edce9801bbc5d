/** A skill: a data set with a held-out part and a metric. Built in (data/builtin) or imported. */
import type { Measure } from '#engine/core/measures.ts';
import type { Example } from './example.ts';
import type { ImportRecipe } from './importRecipe.ts';

/** train: policies fill batches from it. validation: for probes. heldOut: only for evaluation. */
export type Part = 'train' | 'validation' | 'heldOut';
export const parts = ['train', 'validation', 'heldOut'] as const satisfies readonly Part[];
export const byPart = <T>(make: (part: Part) => T): Record<Part, T> => ({
	train: make('train'),
	validation: make('validation'),
	heldOut: make('heldOut'),
});

export interface SkillInfo {
	/** `addition`, … if built in; `file:` and 12 hex digits of the fingerprint if imported. */
	readonly id: string;
	readonly name: string;
	/** Version of the rows of a built-in skill. An imported skill has none. */
	readonly version?: number;
	readonly role: 'domain' | 'general';
	readonly source: 'builtin' | 'file';
	/** One line with an example, for the page. */
	readonly about: string;
	readonly counts: { readonly [P in Part]: number };
	/** What counts as right. It can change, and the fingerprint stays. */
	readonly measure: Measure;
	/** recall: held-out prompts are training prompts on purpose (facts). */
	readonly heldOutIs: 'unseen' | 'recall';
	/** SHA-256 of the three parts, see fingerprint.ts. Links name the skill by it. */
	readonly fingerprint: string;
	/** How an imported file was read. Links contain it. */
	readonly recipe?: ImportRecipe;
	/** Size in the database; 0 for a built-in skill, which is generated. */
	readonly bytes: number;
}

/** Reads a skill's examples in chunks, so that a file of any size fits in memory. */
export interface SkillSource {
	readonly info: SkillInfo;
	read(part: Part): AsyncIterable<readonly Example[]>;
}
