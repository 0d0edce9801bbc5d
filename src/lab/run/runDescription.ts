/** What a person may write to a run: checked, trimmed, and put to what is there. */
import { InputError } from '#core/errors.ts';
import type { RunDescription, RunRecord } from './stores.ts';

const most = { name: 120, tag: 40, tags: 20, notes: 20_000 };

/** Trimmed, each tag once. Throws InputError that names the field. */
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

const wrong = (field: string, message: string) => new InputError(`${field}: ${message}`, { field });

/** The record with the change; an empty text or list takes a part of the description away. */
export function describedRun(record: RunRecord, change: RunDescription): RunRecord {
	const { name, tags, notes, ...rest } = { ...record, ...change };
	return { ...rest, ...descriptionOf({ name, tags, notes } as RunDescription) };
}

/** Without what is empty. */
const descriptionOf = ({ name, tags, notes }: RunDescription): RunDescription => ({
	...(name && { name }),
	...(tags && tags.length > 0 && { tags }),
	...(notes && { notes }),
});

/** `next` with the description that is stored: whoever trains knows nothing of it. */
export const withDescriptionOf = (next: RunRecord, stored: RunDescription): RunRecord =>
	describedRun(next, { name: '', tags: [], notes: '', ...descriptionOf(stored) });
