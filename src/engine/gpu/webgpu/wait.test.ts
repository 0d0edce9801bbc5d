import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseWait } from './wait.ts';

/** One turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Checks for finished work every 100 ms and at each submission, as Firefox does. A millisecond of
 * its clock is a turn of the event loop, so that a busy machine changes nothing.
 */
class PollingQueue {
	now = 0;
	submissions = 0;
	#waiting: { readonly done: number; readonly resolve: () => void }[] = [];
	#runs = true;

	submit(): undefined {
		this.submissions++;
		this.#poll();
	}
	onSubmittedWorkDone(): Promise<undefined> {
		return new Promise((resolve) => {
			this.#waiting.push({ done: this.now + 1, resolve: () => resolve(undefined) });
		});
	}
	async run(): Promise<void> {
		for (; this.#runs; this.now++) {
			await turn();
			if (this.now % 100 === 0) this.#poll();
		}
	}
	stop(): void {
		this.#runs = false;
	}
	#poll(): void {
		this.#waiting.filter(({ done }) => done <= this.now).forEach(({ resolve }) => resolve());
		this.#waiting = this.#waiting.filter(({ done }) => done > this.now);
	}
}

const fakeDevice = (queue: object) =>
	({ queue, createCommandEncoder: () => ({ finish: () => ({}) }) }) as unknown as GPUDevice;

describe('a queue that is polled every 100 ms', () => {
	const queue = new PollingQueue();
	beforeEach(() => {
		vi.spyOn(performance, 'now').mockImplementation(() => queue.now);
		void queue.run();
	});
	afterEach(() => {
		queue.stop();
		vi.restoreAllMocks();
	});
	const timed = async (work: () => Promise<unknown>): Promise<number> => {
		const start = queue.now;
		await work();
		return queue.now - start;
	};

	it('is nudged, so that waiting takes milliseconds', async () => {
		await queue.onSubmittedWorkDone();
		expect(await timed(() => queue.onSubmittedWorkDone())).toBeGreaterThan(90);

		const wait = await chooseWait(fakeDevice(queue));
		const took = await timed(async () => {
			for (let i = 0; i < 5; i++) await wait(queue.onSubmittedWorkDone());
		});
		// 500 ms without nudging.
		expect(took).toBeLessThan(100);

		const before = queue.submissions;
		for (let i = 0; i < 20; i++) await turn();
		expect(queue.submissions - before, 'no submissions while nobody waits').toBeLessThanOrEqual(1);
	});
});
