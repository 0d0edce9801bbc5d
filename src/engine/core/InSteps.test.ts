import { expect, test } from 'vitest';
import { InSteps } from './InSteps.ts';

test('makes each step once, in tasks of its own or at once', async () => {
	const made: number[] = [];
	function* steps(): Generator<void, string> {
		for (let i = 0; i < 3; i++) {
			made.push(i);
			yield;
		}
		return 'all';
	}
	const slow = new InSteps(steps());
	const finished = slow.finish();
	expect(made).toEqual([]);
	expect(await finished).toBe('all');
	expect(made).toEqual([0, 1, 2]);

	const cut = new InSteps(steps());
	const rest = cut.finish();
	expect(cut.value).toBe('all');
	expect(await rest).toBe('all');
	expect(made).toEqual([0, 1, 2, 0, 1, 2]);
});

test('passes an error on', async () => {
	const failing = () =>
		// eslint-disable-next-line require-yield
		(function* (): Generator<void, never> {
			throw new Error('broken');
		})();
	expect(() => new InSteps(failing()).value).toThrow('broken');
	await expect(new InSteps(failing()).finish()).rejects.toThrow('broken');
});
