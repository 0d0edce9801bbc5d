import { afterEach, describe, expect, it } from 'vitest';
import { chooseWait, nudgingWait } from './wait.ts';

/** Checks for finished work every 100 ms and at each submission, as Firefox does. */
class PollingQueue {
	submissions = 0;
	#waiting: { readonly done: number; readonly resolve: () => void }[] = [];
	readonly #timer = setInterval(() => this.#poll(), 100);

	submit(): undefined {
		this.submissions++;
		this.#poll();
	}
	onSubmittedWorkDone(milliseconds = 1): Promise<undefined> {
		return new Promise((resolve) => {
			const done = performance.now() + milliseconds;
			this.#waiting.push({ done, resolve: () => resolve(undefined) });
		});
	}
	stop(): void {
		clearInterval(this.#timer);
	}
	#poll(): void {
		const now = performance.now();
		this.#waiting.filter(({ done }) => done <= now).forEach(({ resolve }) => resolve());
		this.#waiting = this.#waiting.filter(({ done }) => done > now);
	}
}

const fakeDevice = (queue: object) =>
	({ queue, createCommandEncoder: () => ({ finish: () => ({}) }) }) as unknown as GPUDevice;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
	const start = performance.now();
	await work();
	return performance.now() - start;
};

describe('a queue that is polled every 100 ms', () => {
	const queue = new PollingQueue();
	afterEach(() => queue.stop());

	it('is nudged, so that waiting takes milliseconds', async () => {
		expect(await timed(() => queue.onSubmittedWorkDone())).toBeLessThan(150);
		// A whole polling period.
		expect(await timed(() => queue.onSubmittedWorkDone())).toBeGreaterThan(60);

		const wait = await chooseWait(fakeDevice(queue));
		const took = await timed(async () => {
			for (let i = 0; i < 5; i++) await wait(queue.onSubmittedWorkDone());
		});
		// 500 ms without nudging.
		expect(took).toBeLessThan(250);

		const before = queue.submissions;
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(queue.submissions - before, 'no submissions while nobody waits').toBeLessThanOrEqual(1);
	});
});

describe('a queue that reports at once', () => {
	it('is not nudged', async () => {
		let submissions = 0;
		const queue = { submit: () => submissions++, onSubmittedWorkDone: () => Promise.resolve() };
		const wait = await chooseWait(fakeDevice(queue));
		const before = submissions;
		expect(await wait(new Promise((resolve) => setTimeout(() => resolve(7), 5)))).toBe(7);
		expect(submissions).toBe(before);
	});
});

it('a failed wait ends the nudging', async () => {
	let submissions = 0;
	const wait = nudgingWait({ submit: () => void submissions++ });
	await expect(wait(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
	await new Promise((resolve) => setTimeout(resolve, 10));
	const after = submissions;
	await new Promise((resolve) => setTimeout(resolve, 10));
	expect(submissions).toBe(after);
});
