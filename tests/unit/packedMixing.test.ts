/** Mixing alone, as a package in an empty folder: its example runs with plain Node. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkTypes, installPart, runExample } from '../support/installPart.ts';

let folder: string;
beforeAll(async () => {
	folder = await installPart('mixing', ['valibot']);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the example compares a policy of its own with two of the lab', () => {
	const lines = runExample('examples/policy.ts', folder).trim().split('\n');
	const [about, header, ...rows] = lines.map((line) => line.trim().split(/ +/));
	expect(about.join(' ')).toContain('Loss above the floor');
	expect(header).toEqual(['policy', 'noise', 'mastered', 'slow']);
	expect(rows.map(([policy]) => policy)).toEqual(['uniform', 'mos', 'progress']);
	const onNoise = Object.fromEntries(rows.map(([policy, noise]) => [policy, Number(noise)]));
	expect(onNoise.progress).toBeLessThan(onNoise.uniform);
	expect(onNoise.uniform).toBeLessThan(onNoise.mos);
});

test('its types are enough for the example', () => {
	expect(() => checkTypes('examples/policy.ts', folder)).not.toThrow();
});
