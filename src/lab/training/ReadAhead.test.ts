/** The share of the time that a GPU works, on a virtual clock: no real time passes. */
import { expect, test } from 'vitest';
import { ReadAhead, type StepInFlight, type StepReceiver } from './ReadAhead.ts';

interface Times {
	/** Milliseconds of a step on the GPU, of sending it, and until its result arrives. */
	readonly step: number;
	readonly send: number;
	readonly readback: number;
}

/** The share of 400 steps' time in which the GPU works. Every 100 steps something is due. */
async function busyShare(times: Times, receiver?: StepReceiver): Promise<number> {
	let clock = 0;
	let freeAt = 0;
	let sent = 0;
	const due: { readonly at: number; readonly arrive: () => void }[] = [];
	async function* train(): StepInFlight {
		clock += times.send;
		freeAt = Math.max(freeAt, clock) + times.step;
		const at = freeAt + times.readback;
		sent++;
		const result = { losses: new Float64Array(), gradientNorm: 1 };
		const read = () =>
			new Promise<typeof result>((resolve) => due.push({ at, arrive: () => resolve(result) }));
		yield { read, mustBeReadFirst: false };
		return [];
	}
	let isDone = false;
	const tick = () => {
		const next = due.shift();
		clock = Math.max(clock, next?.at ?? 0);
		next?.arrive();
		if (!isDone) setImmediate(tick);
	};
	setImmediate(tick);
	const readAhead = new ReadAhead('webgpu', () => clock);
	while (sent < 400) await readAhead.run(train, () => sent % 100 !== 0, receiver);
	isDone = true;
	return (sent * times.step) / clock;
}

const always: StepReceiver = { goesOn: () => true, report: () => undefined };

test.each([
	[1, 5],
	[2, 5],
	[5, 5],
	[60, 5],
])('steps of %i ms keep the GPU busy although a readback takes %i ms', async (step, readback) => {
	const times = { step, send: 0.5, readback };
	expect(await busyShare(times, always)).toBeGreaterThan(0.93);
	// Without a receiver each group is read before the next is sent.
	expect(await busyShare(times)).toBeLessThan(0.95);
});
