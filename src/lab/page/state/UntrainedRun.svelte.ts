/** Owns the run that Train would start. It evaluates the base model for the charts' first point. */
import type { Backend } from '#engine/gpu/report.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { isOfTest, testKey } from '#lab/run/BaseTest.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { RunState } from './RunState.svelte.ts';

/** A larger model takes long to load, so the visitor decides when. */
const mostParameters = 10_000_000;
export const isTestedLate = ({ parameters }: { readonly parameters: number }): boolean =>
	parameters > mostParameters;

/** On other backends an evaluation takes minutes. */
const fastBackends: readonly Backend[] = ['webgpu', 'wasm'];

interface Workbench {
	readonly run: RunState | null;
	readonly experiment: Experiment | null;
	readonly info: LabInfo | null;
}

export class UntrainedRun {
	#run: RunState | null = $state.raw(null);
	/** The newest evaluation. Experiments that differ only in the training share it. */
	#tested: { readonly key: string; readonly events: readonly RunEvent[] } | null = null;

	constructor(
		private readonly client: LabClient,
		private readonly newRun: (experiment: Experiment) => RunState,
	) {}

	/** Null if no such run was prepared. */
	of(experiment: Experiment | null): RunState | null {
		return this.#run?.experiment === experiment ? this.#run : null;
	}
	/** Returns the run for Train and forgets it: the next reset makes a new one. */
	take(experiment: Experiment): RunState | null {
		const run = this.of(experiment);
		this.#run = null;
		return run;
	}

	/**
	 * Shows the base model's evaluation: the known one, or a new one. If that fails, the charts stay
	 * empty. Does nothing while a run is on the workbench.
	 */
	async prepare({ run: trained, experiment, info }: Workbench): Promise<void> {
		if (trained || !experiment || !info) return;
		const { sha256 } = experiment.model;
		const model = info.models.find((model) => model.sha256 === sha256);
		const isFast = fastBackends.includes(info.device.backend);
		if (!isFast || !model || isTestedLate(model)) return;
		const run = this.newRun(experiment);
		const runId = run.id;
		this.#run = run;
		const key = testKey(experiment);
		if (this.#tested?.key !== key) {
			const events = await this.client['run.test']({ runId, experiment }).catch(() => null);
			if (!events) return;
			this.#tested = { key: key, events: events.filter(isOfTest) };
		}
		// The run can have been created meanwhile, and with it these events.
		if (!run.history.base) this.#tested.events.forEach((event) => run.receive(event));
	}
}
