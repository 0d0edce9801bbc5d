/** The fields of requests about blends. */
import { say } from '#engine/core/message.ts';
import { between, list, whole } from '#engine/core/fields.ts';
import { maxSteps } from '#engine/training/settings.ts';
import { id, type Requests } from '#lab/worker/requests.ts';
import { maxShare } from '../model/blendInfo.ts';
import type { BlendCalls } from './blendCalls.ts';

export const blendRequests: Requests<BlendCalls> = {
	'blend.make': { runId: id, steps: whole(1, maxSteps) },
	'blend.get': { runId: id },
	'blend.forecast': {
		runId: id,
		shares: list(between(-maxShare, maxShare), say('shares'), 1000),
		samples: whole(0, 100),
	},
	'blend.delete': { runId: id },
};
