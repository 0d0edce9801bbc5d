/** The newest test of a base model, with which runs begin that differ only in their training. */
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
