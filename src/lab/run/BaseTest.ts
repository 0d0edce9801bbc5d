/** Tests of base models: runs that differ only in their training begin with the same one. */
import { canonicalJson } from '#engine/core/json.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';

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

type Events = readonly RunEvent[];

/** Keeps the newest test, and runs one before its run exists. */
export class BaseTest {
	#kept: { readonly key: string; readonly events: Events } | null = null;
	/** A test without a run that has not ended. */
	#running: {
		readonly key: string;
		readonly aborter: AbortController;
		readonly ended: Promise<unknown>;
	} | null = null;

	/** Calls `start` with the kept events of this key, and keeps those that it returns. */
	async keep(key: string, start: (tested?: Events) => Promise<Events>): Promise<Events> {
		const events = await start(this.#kept?.key === key ? this.#kept.events : undefined);
		this.#kept = { key, events: events.filter(isOfTest) };
		return events;
	}

	/** Ends an earlier test first. */
	run(
		key: string,
		signal: AbortSignal,
		work: (signal: AbortSignal) => Promise<Events>,
	): Promise<Events> {
		const free = this.end();
		const aborter = new AbortController();
		const either = AbortSignal.any([signal, aborter.signal]);
		const tested = free.then(() => {
			either.throwIfAborted();
			return work(either);
		});
		const ended = tested.then(
			() => undefined,
			() => undefined,
		);
		this.#running = { key, aborter, ended };
		return tested;
	}

	/** Resolves when no test runs. That of `next` goes on; another ends after its current batch. */
	async end(next?: string): Promise<void> {
		const test = this.#running;
		if (test?.key !== next)
			test?.aborter.abort(new DOMException('Another run was opened.', 'AbortError'));
		await test?.ended;
	}
}
