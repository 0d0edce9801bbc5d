/** The fields of requests about files of runs. */
import { anyText, file, flag, id, oneOf, type Requests } from '#lab/worker/requests.ts';
import { metricsFormats } from '../model/metricsFile.ts';
import type { StoredRunCalls } from './runFileCalls.ts';

export const runFileRequests: Requests<StoredRunCalls> = {
	'run.export': { runId: id, weights: flag },
	'run.import': { file },
	'run.metrics': { runId: id, format: oneOf(metricsFormats), page: anyText },
	'run.server': { runId: id, page: anyText },
};
