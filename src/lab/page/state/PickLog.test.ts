import { expect, test } from 'vitest';
import { PickLog } from './PickLog.ts';

const pick = (skill: number, row: number, exampleClass: number, noisy = false) => ({
	skill,
	row,
	class: exampleClass,
	noisy,
});

test('an example that is chosen again stays one entry', () => {
	const log = new PickLog();
	log.add(1, [pick(0, 7, 2), pick(1, 7, 0, true)]);
	log.add(4, [pick(0, 7, 3), pick(0, 7, 3)]);
	expect(log.picks).toBe(4);
	expect(log.distinct).toBe(2);
	expect(log.of(4, 0, 7)).toMatchObject({ class: 3, noisy: false, times: 3 });
	expect(log.of(1, 1, 7)).toMatchObject({ class: 0, noisy: true, times: 1 });
});

test('the batch of another policy has an example that was chosen before by chance', () => {
	const log = new PickLog();
	log.add(1, [pick(0, 7, 2)]);
	log.add(9, [pick(0, 7, 2)]);
	expect(log.of(1, 0, 7)).toMatchObject({ times: 2 });
	expect(log.of(5, 0, 7)).toBeUndefined();
	expect(log.of(9, 0, 8)).toBeUndefined();
});
