/** The fields of requests about studies. */
import { data, file, flag, id, ids, optional, type Requests } from '#lab/worker/requests.ts';
import type { CallsOf } from '#lab/worker/protocol.ts';

const study = { studyId: id };

export const studyRequests: Requests<CallsOf<'study'>> = {
	'study.list': null,
	'study.open': study,
	'study.create': { ...study, study: data, keepRuns: flag, runs: optional(ids) },
	'study.restore': { file },
	'study.play': study,
	'study.pause': study,
	'study.retry': { ...study, cells: optional(ids) },
	'study.keepRuns': { ...study, keep: flag },
	'study.delete': study,
};
