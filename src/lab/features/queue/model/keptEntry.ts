/** An entry of the queue as JSON, for files with parts of the lab. The reader trusts nothing. */
import * as v from 'valibot';
import { checkedBy, object, oneOf, text, whole } from '#engine/core/fields.ts';
import { partJson, statement } from '#lab/run/partJson.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { QueueEntry } from '../store.ts';

const schema = object({
	runId: v.pipe(text(64), v.regex(/^[\w-]+$/)),
	experiment: v.unknown(),
	addedAt: whole(0, 8.64e15),
	state: oneOf(['waiting', 'going', 'done', 'failed']),
	message: v.exactOptional(statement),
});

/** Throws InputError with the field. An entry that was training waits. */
export function readKeptEntry(content: string, file: string): QueueEntry {
	const { state, ...entry } = checkedBy(schema, partJson(content, file));
	return {
		...entry,
		experiment: parseExperiment(entry.experiment),
		state: state === 'going' ? 'waiting' : state,
	};
}
