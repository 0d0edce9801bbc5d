import { afterEach, describe, expect, it } from 'vitest';
import { gpuWait, nudgingWait } from './wait.ts';

/** Looks for finished work every 100 ms, as Firefox does, and whenever something is submitted. */
class PollingQueue {
	submissions = 0;
	#waiting: { readonly done: number; readonly resolve: () => void }[] = [];
	readonly #timer = setInterval(() => this.#look(), 100);

	submit(): undefined {
		this.submissions++;
		this.#look();
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
	#look(): void {
		const now = performance.now();
		this.#waiting.filter(({ done }) => done <= now).forEach(({ resolve }) => resolve());
		this.#waiting = this.#waiting.filter(({ done }) => done > now);
	}
}

const deviceOf = (queue: object) =>
	({ queue, createCommandEncoder: () => ({ finish: () => ({}) }) }) as unknown as GPUDevice;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
	const start = performance.now();
	await work();
	return performance.now() - start;
};

describe('waiting for a queue that is polled every 100 ms', () => {
	const queue = new PollingQueue();
	afterEach(() => queue.stop());

	it('takes milliseconds, because it is found to be one and nudged', async () => {
		expect(await timed(() => queue.onSubmittedWorkDone())).toBeLessThan(150);
		// From look to look.
		expect(await timed(() => queue.onSubmittedWorkDone())).toBeGreaterThan(60);

		const wait = await gpuWait(deviceOf(queue));
		const took = await timed(async () => {
			for (let i = 0; i < 5; i++) await wait(queue.onSubmittedWorkDone());
		});
		// 500 ms without.
		expect(took).toBeLessThan(250);

		const before = queue.submissions;
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(queue.submissions - before, 'nothing is sent when nobody waits').toBeLessThanOrEqual(1);
	});
});

describe('waiting for a queue that tells at once', () => {
	it('sends nothing', async () => {
		let submissions = 0;
		const queue = { submit: () => submissions++, onSubmittedWorkDone: () => Promise.resolve() };
		const wait = await gpuWait(deviceOf(queue));
		const before = submissions;
		expect(await wait(new Promise((resolve) => setTimeout(() => resolve(7), 5)))).toBe(7);
		expect(submissions).toBe(before);
	});
});

it('a wait that fails ends the nudging too', async () => {
	let submissions = 0;
	const wait = nudgingWait({ submit: () => void submissions++ });
	await expect(wait(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
	await new Promise((resolve) => setTimeout(resolve, 10));
	const after = submissions;
	await new Promise((resolve) => setTimeout(resolve, 10));
	expect(submissions).toBe(after);
});
