/**
 * A run's events as append-only segments. Events up to the stored checkpoint are final. Later ones
 * (after a failure between two checkpoints) stay until the run resumes from its checkpoint.
 */
import { highest, lowest } from '#core/statistics.ts';
import type { RunEvent } from '#training/events.ts';
import { keysUnder, type EventSegment, type StoreOf } from './schema.ts';

export const readEvents = async (
	store: StoreOf<'runEvents', 'readonly'>,
	runId: string,
): Promise<RunEvent[]> => (await store.getAll(keysUnder(runId))).flatMap(({ events }) => events);

/** Position for new events: after those up to `keepUpTo`, as segment `n`. */
export interface EventsPlace {
	readonly keepUpTo: number;
	readonly n: number;
}

/** Deletes the events above `keepUpTo` and returns the position for the next ones. */
export async function makePlace(
	store: StoreOf<'runEvents', 'readwrite'>,
	runId: string,
	keepUpTo: number,
): Promise<EventsPlace> {
	await truncateEvents(store, runId, keepUpTo);
	const last = await store.openKeyCursor(keysUnder(runId), 'prev');
	return { keepUpTo, n: last ? last.key[1] + 1 : 0 };
}

/** Idempotent for the same position and events. */
export async function putEvents(
	store: StoreOf<'runEvents', 'readwrite'>,
	runId: string,
	place: EventsPlace,
	events: readonly RunEvent[],
): Promise<void> {
	await truncateEvents(store, runId, place.keepUpTo);
	if (events.length > 0) await store.put(toSegment(events), [runId, place.n]);
}

/** Deletes the events whose step is above `step`. */
async function truncateEvents(
	store: StoreOf<'runEvents', 'readwrite'>,
	runId: string,
	step: number,
): Promise<void> {
	let cursor = await store.openCursor(keysUnder(runId), 'prev');
	while (cursor && cursor.value.toStep > step) {
		const kept = cursor.value.events.filter((event) => event.step <= step);
		if (kept.length > 0) await cursor.update(toSegment(kept));
		else await cursor.delete();
		cursor = await cursor.continue();
	}
}

function toSegment(events: readonly RunEvent[]): EventSegment {
	const steps = events.map((event) => event.step);
	return { fromStep: lowest(steps), toStep: highest(steps), events };
}
