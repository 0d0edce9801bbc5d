/** The fields of requests about studies. */
import { data, file, flag, id, ids, optional, type Requests } from '#lab/worker/requests.ts';
import type { StudyCalls } from './studyCalls.ts';

const study = { studyId: id };

export const studyRequests: Requests<StudyCalls> = {
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
