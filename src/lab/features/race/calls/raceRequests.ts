/** The fields of requests about races. */
import { data, id, ids, listOf, object, pace, type Requests } from '#lab/worker/requests.ts';
import type { RaceCalls } from './raceCalls.ts';

export const raceRequests: Requests<RaceCalls> = {
	'race.create': { raceId: id, lanes: listOf(object({ runId: id, experiment: data })) },
	'race.play': { ids, pace },
	'race.pause': { ids },
};
