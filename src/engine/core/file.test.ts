import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { fileText, runStem } from './file.ts';

test('a run file is named by its policies, data, seed and id', () => {
	const policy = (...ids: string[]) => ids.map((id) => ({ id }));
	const skills = (...names: string[]) => [
		...names.map((name) => ({ name, use: 'train' })),
		{ name: 'stories', use: 'watch' },
	];
	const run = { policy: policy('uniform', 'mos'), skills: skills('French', 'own rows'), seed: 7 };
	expect(runStem(run, '3f2a9c01-aaaa')).toBe(
		'skillet-uniform-mos-on-French-own-rows-seed-7-3f2a9c01',
	);
	const four = ['a', 'b', 'c', 'd'] as const;
	expect(runStem({ policy: policy(...four), skills: skills(...four), seed: 1 })).toBe(
		'skillet-a-b-etc-on-a-b-etc-seed-1',
	);
	const long = runStem({ ...run, skills: skills('x'.repeat(200)) }, '3f2a9c01-aaaa');
	expect(long).toMatch(/^skillet-uniform-mos-on-x+-seed-7-3f2a9c01$/);
	expect(long).toHaveLength(100);
	const chinese = runStem({ ...run, skills: skills('技能'.repeat(100)) }, '3f2a9c01-aaaa');
	expect(chinese).toMatch(/^skillet-uniform-mos-on-[技能]+-seed-7-3f2a9c01$/);
	expect(new TextEncoder().encode(chinese).length).toBeLessThanOrEqual(100);
});

test('a file is read as UTF-8, or UTF-16 with its mark, and loses no letters', async () => {
	const read = (...bytes: number[]) => fileText(new File([Uint8Array.from(bytes)], 'a.json'), 9);
	expect(await read(0x66, 0xc3, 0xbc, 0x72)).toBe('für');
	expect(await read(0xef, 0xbb, 0xbf, 0x66)).toBe('f');
	// PowerShell's `>` writes UTF-16.
	expect(await read(0xff, 0xfe, 0x66, 0, 0xfc, 0)).toBe('fü');
	expect(await read(0xfe, 0xff, 0, 0x66)).toBe('f');
	expect(await read()).toBe('');
	// Python on Windows writes Windows-1252 by default.
	const wrong = failure('{name}: it is not text in UTF-8. Save it as UTF-8.', { name: 'a.json' });
	await expect(read(0x66, 0xfc, 0x72)).rejects.toThrow(wrong);
	await expect(read(0xff, 0xfe, 0x66)).rejects.toThrow(wrong);
});
