/**
 * Tests of base models: the one before a run exists, which the run can take over, and the newest
 * one, with which runs begin that differ only in their training.
 */
import { canonicalJson } from '#engine/core/json.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';
import type { RecoveringTrainer } from './RecoveringTrainer.ts';

/** A trainer that has tested its base model. Nothing is stored yet. */
export interface TestedBase {
	readonly trainer: RecoveringTrainer;
	/** The events of step 0: what the rows lack, and the test. */
	readonly events: readonly RunEvent[];
}

/** A test that has begun. */
interface Test {
	readonly runId: string;
	readonly experiment: Experiment;
	/** Ends it after its current batch. */
	readonly aborter: AbortController;
	readonly tested: Promise<TestedBase>;
}

/** Ends the test after its current batch, or disposes of its result. */
export async function endTest({ aborter, tested }: Test): Promise<void> {
	aborter.abort(new DOMException('Another run was opened.', 'AbortError'));
	await tested.then(
		({ trainer }) => trainer.dispose(),
		() => undefined,
	);
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
	): Promise<TestedBase> {
		const ended = this.end();
		const aborter = new AbortController();
		const either = AbortSignal.any([signal, aborter.signal]);
		const tested = ended.then(() => {
			either.throwIfAborted();
			return work(either);
		});
		const test = (this.#test = { runId, experiment, aborter, tested });
		try {
			return await tested;
		} catch (error) {
			if (this.#test === test) this.#test = null;
			throw error;
		}
	}

	/** The run and experiment of a test that has finished and waits for its run. */
	async waiting(): Promise<Pick<Test, 'runId' | 'experiment'> | undefined> {
		const test = this.#test;
		await test?.tested.catch(() => undefined);
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
		if (test) await endTest(test);
	}
}

/**
 * Equal for experiments whose base models give the same test, bit for bit, on one device. The seed
 * is left out: a new adapter adds zeros.
 */
export const testKey = ({
	model: { sha256 },
	skills,
	batching: { context },
	evaluation,
	adapter,
}: Experiment): string =>
	canonicalJson({
		sha256,
		skills,
		context,
		adapter: adapter ?? null,
		evaluation: { ...evaluation, every: 0 },
	});

/** Whether the event tells what the base model does, and not what the run needs. */
export const isOfTest = ({ type }: RunEvent): boolean =>
	['evaluation', 'validated', 'samples'].includes(type);

export class KeptTest {
	#key = '';
	#events: readonly RunEvent[] = [];

	/** Calls `start` with the kept events of this key, and keeps those that it returns. */
	async with(
		key: string,
		start: (tested?: readonly RunEvent[]) => Promise<readonly RunEvent[]>,
	): Promise<readonly RunEvent[]> {
		const events = await start(key === this.#key ? this.#events : undefined);
		[this.#key, this.#events] = [key, events.filter(isOfTest)];
		return events;
	}
}
