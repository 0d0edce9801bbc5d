/** The fields of requests about races. */
import { data, id, ids, listOf, object, pace, type Requests } from '#lab/worker/requests.ts';
import type { CallsOf } from '#lab/worker/protocol.ts';

export const raceRequests: Requests<CallsOf<'race'>> = {
	'race.create': { raceId: id, lanes: listOf(object({ runId: id, experiment: data })) },
	'race.play': { ids, pace },
	'race.pause': { ids },
};
