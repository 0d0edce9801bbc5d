/** Calls about blends: each skill trained alone, and forecasts by sums of what that changes. */
import type { Forecast } from '#lab/training/trainer.ts';
import type { BlendInfo } from '../model/blendInfo.ts';

/** What a mix is expected to reach, with the correction by equal shares, and answers. */
export type BlendForecast = Pick<Forecast, 'skills' | 'samples'>;

export interface BlendCalls {
	/**
	 * Trains a copy for each skill, and one with equal shares, from the run's weights of this moment;
	 * the run is paused and stays as it is. Parts that are stored are not trained again. Progress,
	 * and `task.cancel`, under `blendTask(runId)`. Throws InputError.
	 */
	'blend.make': { request: { runId: string; steps: number }; reply: BlendInfo };
	/** The run's stored blend, if all of its parts are trained. */
	'blend.get': { request: { runId: string }; reply: BlendInfo | null };
	/**
	 * What a mix is expected to reach. `shares`: of each trained skill; below 0 it is unlearned.
	 * `samples`: answers of each skill. `task.cancel` with `blendTask(runId)` ends it.
	 */
	'blend.forecast': {
		request: { runId: string; shares: readonly number[]; samples: number };
		reply: BlendForecast;
	};
	'blend.delete': { request: { runId: string }; reply: void };
}
