/** Full-text search over runs: name, notes, tags and experiment. Pure. */
import type { RunRecord } from '#lab/run/stores.ts';
import { runWords } from '../words.en.ts';

/** The searched text of a run. */
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

/** Whether every word of the query occurs, in any order and case. */
export const matches = (text: string, query: string): boolean =>
	query
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));

/** The tags of all runs, sorted, each once. */
export const allTags = (runs: readonly Pick<RunRecord, 'tags'>[]): string[] =>
	[...new Set(runs.flatMap(({ tags }) => tags ?? []))].sort((a, b) => a.localeCompare(b, 'en'));
