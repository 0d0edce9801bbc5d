/** The test of the base model before a run exists, which the run can take over. */
import { canonicalJson } from '#engine/core/json.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';
import type { TestedBase } from './openRun.ts';

/** A test that has begun. */
class Test {
	readonly #aborter = new AbortController();
	readonly #tested: Promise<TestedBase>;

	constructor(
		readonly runId: string,
		readonly experiment: Experiment,
		signal: AbortSignal,
		work: (signal: AbortSignal) => Promise<TestedBase>,
	) {
		this.#tested = work(AbortSignal.any([signal, this.#aborter.signal]));
	}

	/** `signal` ends the test after its current batch. */
	finished(signal?: AbortSignal): Promise<TestedBase> {
		signal?.addEventListener('abort', () => this.#aborter.abort(signal.reason));
		return this.#tested;
	}

	/** Ends the test after its current batch, or disposes of its result. */
	async end(): Promise<void> {
		this.#aborter.abort(new DOMException('Another run was opened.', 'AbortError'));
		await this.#tested.then(
			({ trainer }) => trainer.dispose(),
			() => undefined,
		);
	}
}

/** Holds one test. Its trainer stays open until a run takes it or another run opens. */
export class BaseTest {
	#test: Test | null = null;

	/** Ends an earlier test first. */
	async run(
		runId: string,
		experiment: Experiment,
		signal: AbortSignal,
		work: (signal: AbortSignal) => Promise<TestedBase>,
	): Promise<readonly RunEvent[]> {
		const ended = this.end();
		const test = new Test(runId, experiment, signal, async (either) => {
			await ended;
			either.throwIfAborted();
			return work(either);
		});
		this.#test = test;
		try {
			return (await test.finished()).events;
		} catch (error) {
			if (this.#test === test) this.#test = null;
			throw error;
		}
	}

	/** The run and experiment of a test that has finished and waits for its run. */
	async waiting(): Promise<{ runId: string; experiment: Experiment } | undefined> {
		const test = this.#test;
		await test?.finished().catch(() => undefined);
		return this.#test === test && test ? test : undefined;
	}

	/** The test for this run, which the caller then owns; undefined if there is none. */
	take(runId: string, experiment: Experiment): Test | undefined {
		const test = this.#test;
		if (test?.runId !== runId || canonicalJson(test.experiment) !== canonicalJson(experiment))
			return undefined;
		this.#test = null;
		return test;
	}

	/** Resolves when no test runs and its trainer is disposed. */
	async end(): Promise<void> {
		const test = this.#test;
		this.#test = null;
		await test?.end();
	}
}
