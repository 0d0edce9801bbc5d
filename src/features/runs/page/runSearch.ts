/** Finding runs by what they are called, what was written to them, and what they are. Pure. */
import type { RunRecord } from '#lab/run/stores.ts';
import { runWords } from '../words.en.ts';

/** What is known of a run in words: each word that is looked for must be somewhere in it. */
export function searchText(
	{ name, tags, notes, experiment, end, backend }: RunRecord,
	policies: string,
): string {
	const skills = experiment.skills.flatMap(({ id, name }) => [id, name]);
	const { model, seed, policy } = experiment;
	return [
		...[name, ...(tags ?? []), notes, policies, ...policy.map(({ id }) => id)],
		...[...skills, model.id, runWords.seed(seed), String(seed), runWords.ends[end], backend],
	]
		.filter((part) => part !== undefined)
		.join('\n')
		.toLowerCase();
}

/** Every word, in any order; in capitals or not. */
export const matches = (text: string, query: string): boolean =>
	query
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));

/** Of all runs, in the order of the alphabet, each once. */
export const tagsOf = (runs: readonly Pick<RunRecord, 'tags'>[]): string[] =>
	[...new Set(runs.flatMap(({ tags }) => tags ?? []))].sort((a, b) => a.localeCompare(b, 'en'));
