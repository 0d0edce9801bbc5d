/** The fields of requests about files of runs. */
import { anyText, file, flag, id, oneOf, type Requests } from '#lab/worker/requests.ts';
import { metricsFormats } from '../model/metricsFile.ts';

type Call = 'run.export' | 'run.import' | 'run.metrics' | 'run.server';

export const runFileRequests: Requests<Call> = {
	'run.export': { runId: id, weights: flag },
	'run.import': { file },
	'run.metrics': { runId: id, format: oneOf(metricsFormats), page: anyText },
	'run.server': { runId: id, page: anyText },
};
