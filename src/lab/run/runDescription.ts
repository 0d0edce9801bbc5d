/**
 * A run's name, tags and notes by a person: checked, trimmed and merged with the stored ones. The
 * list of runs shows a study's run only after it has a name.
 */
import { wrong } from '#core/fields.ts';
import type { RunDescription, RunRecord } from './stores.ts';

const most = { name: 120, tag: 40, tags: 20, notes: 20_000 };

/** Trims texts and removes repeated tags. Throws InputError with the field. */
export function checkedDescription({ name, tags, notes }: RunDescription): RunDescription {
	return {
		...(name !== undefined && { name: text(name, 'name', most.name) }),
		...(tags !== undefined && { tags: checkedTags(tags) }),
		...(notes !== undefined && { notes: text(notes, 'notes', most.notes) }),
	};
}

function checkedTags(tags: readonly string[]): readonly string[] {
	if (!Array.isArray(tags)) throw wrong('tags', 'must be a list of texts.');
	const trimmed = tags.map((tag, i) => text(tag, `tags[${i}]`, most.tag));
	const kept = [...new Set(trimmed)].filter((tag) => tag !== '');
	if (kept.length > most.tags)
		throw wrong('tags', `a run takes ${most.tags}, not ${kept.length}. Take some away first.`);
	return kept;
}

function text(value: unknown, field: string, longest: number): string {
	if (typeof value !== 'string') throw wrong(field, 'must be a text.');
	const trimmed = value.trim();
	if (trimmed.length > longest)
		throw wrong(field, `takes ${longest} characters, not ${trimmed.length}. Shorten it.`);
	return trimmed;
}

/** The record with the change. An empty text or list removes a part of the description. */
export function describedRun(record: RunRecord, change: RunDescription): RunRecord {
	const { name, tags, notes, ...rest } = { ...record, ...change };
	return { ...rest, ...descriptionOf({ name, tags, notes } as RunDescription) };
}

/** Removes empty parts. */
const descriptionOf = ({ name, tags, notes }: RunDescription): RunDescription => ({
	...(name && { name }),
	...(tags && tags.length > 0 && { tags }),
	...(notes && { notes }),
});

/** `next` with the stored description, which the training code does not know. */
export const withDescriptionOf = (next: RunRecord, stored: RunDescription): RunRecord =>
	describedRun(next, { name: '', tags: [], notes: '', ...descriptionOf(stored) });

/** Prefix of the ids of runs that a study makes. */
export const studyRunPrefix = 'study:';

export const isStudyRun = ({ id }: { readonly id: string }): boolean =>
	id.startsWith(studyRunPrefix);

/** Leaves out unnamed runs of studies. */
export const listedRuns = <R extends { readonly id: string; readonly name?: string }>(
	runs: readonly R[],
): readonly R[] => runs.filter((run) => !isStudyRun(run) || run.name !== undefined);
