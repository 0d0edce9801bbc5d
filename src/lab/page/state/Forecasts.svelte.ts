/** What the worker forecasts for an experiment, while it changes. */
import { canonicalJson } from '#engine/core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Forecast } from '#lab/run/RunForecast.ts';
import type { LabClient } from '#lab/worker/client.ts';

export class Forecasts {
	#found: { readonly key: string; readonly forecast: Forecast } | null = $state.raw(null);
	/** The key of the question that waits for its answer. */
	#asked: string | null = $state.raw(null);

	/** `task`: names the measurement, so that a later question can end it. */
	constructor(
		private readonly client: Pick<LabClient, 'run.forecast' | 'task.cancel'>,
		private readonly task: string,
	) {}

	/** Null: not known. */
	of(experiment: Experiment | null): Forecast | null {
		return experiment && this.#found?.key === toKey(experiment) ? this.#found.forecast : null;
	}
	isAsking(experiment: Experiment | null): boolean {
		return experiment !== null && this.#asked === toKey(experiment);
	}

	/** Ends the question before. Without an answer, such as while a run trains, nothing is known. */
	async ask(experiment: Experiment): Promise<void> {
		const key = toKey(experiment);
		if (this.#found?.key === key || this.#asked === key) return;
		this.end();
		this.#asked = key;
		const { task } = this;
		const forecast = await this.client['run.forecast']({ experiment, task }).catch(() => null);
		if (this.#asked !== key) return;
		this.#asked = null;
		if (forecast) this.#found = { key, forecast };
	}
	end(): void {
		if (this.#asked === null) return;
		this.#asked = null;
		void this.client['task.cancel']({ task: this.task });
	}
}

/** Equal for experiments of which a step, a test and the memory are equal. */
const toKey = ({ seed: _, schedule: __, steps: ___, ...others }: Experiment): string =>
	canonicalJson({ ...others, evaluation: { ...others.evaluation, every: 0 } });
