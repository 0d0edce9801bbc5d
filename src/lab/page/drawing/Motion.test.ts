import { expect, test } from 'vitest';
import { flight } from './Flow.ts';
import { Motion, type Target } from './Motion.ts';

/** Step s draws 4 examples: of skill 0, and one of skill s mod 3. */
const batchAt = (step: number) => (step === 0 ? [] : [0, 0, 0, step % 3]);
const target = (step: number, change: Partial<Target> = {}): Target => ({
	runId: 'run',
	step,
	batchAt,
	shares: [0.75, 0.25, 0],
	left: [1, 0.5, 1],
	evaluations: 1,
	isRunning: false,
	isStill: false,
	...change,
});
const running = (step: number, change: Partial<Target> = {}) =>
	target(step, { isRunning: true, ...change });

test('at a resting step the dots are exactly the examples of its batch', () => {
	const motion = new Motion();
	for (const step of [7, 3, 12, 0]) {
		motion.receive(target(step), 0);
		expect(motion.flow.slots).toEqual(batchAt(step));
		expect(motion.flow.flying).toEqual([]);
	}
});

test('while it trains, the dots of a step leave their jars and arrive in its batch', () => {
	const motion = new Motion();
	motion.receive(running(1), 0);
	motion.receive(running(2), 1000);
	motion.frame(1000);
	expect(motion.flow.flying.map(({ skill }) => skill)).toEqual(batchAt(2));
	expect(motion.flow.slots).toEqual(batchAt(1));
	expect(motion.frame(1000 + flight + 1000)).toBe(true);
	expect(motion.flow.slots).toEqual(batchAt(2));
	// A pause shows the batch at once, whatever still flies.
	motion.receive(running(3), 4000);
	motion.receive(target(3), 4001);
	expect([motion.flow.slots, motion.flow.flying]).toEqual([batchAt(3), []]);
});

test('all steps flow at a pace for the eye; of faster ones a sample, which it says', () => {
	const motion = new Motion();
	motion.receive(running(0), 0);
	for (let step = 1; step <= 40; step++) motion.receive(running(step), 100 * step);
	expect(motion.oneOf).toBe(1);
	const fast = new Motion();
	fast.receive(running(0), 0);
	for (let i = 1; i <= 40; i++) {
		fast.frame(140 * i);
		fast.receive(running(20 * i), 140 * i);
	}
	expect(fast.oneOf).toBe(10);
	// The newest step is one of them.
	expect(fast.flow.flying.slice(-4).map(({ skill }) => skill)).toEqual(batchAt(800));
	fast.receive(target(800), 9000);
	expect(fast.oneOf).toBe(1);
});

test('new shares are reached bit by bit, then nothing moves; a still picture jumps', () => {
	const motion = new Motion();
	motion.receive(target(5), 0);
	const shares = [0, 0.5, 0.5];
	motion.receive(target(5, { shares }), 0);
	let frames = 0;
	for (let now = 0; motion.frame(now); now += 16) frames++;
	expect(frames).toBeGreaterThan(20);
	expect(motion.shares).toEqual(shares);
	motion.receive(target(6, { shares: [1, 0, 0], isStill: true }), 0);
	expect(motion.shares).toEqual([1, 0, 0]);
});

test('an evaluation lights the lines from the model; another run is shown at once', () => {
	const motion = new Motion();
	motion.receive(running(1), 0);
	motion.receive(running(2, { evaluations: 2 }), 0);
	expect(motion.tested).toBe(1);
	motion.receive(running(9, { runId: 'other' }), 0);
	expect([motion.flow.slots, motion.flow.flying]).toEqual([batchAt(9), []]);
});
