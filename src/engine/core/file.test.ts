import { expect, test } from 'vitest';
import { fileStem, runStem } from './file.ts';

test('a file name has no path, no reserved character and no bare dots', () => {
	expect(fileStem('../../../etc/passwd')).toBe('etc-passwd');
	expect(fileStem('a:b*c?"<script>|')).toBe('a-b-c-script');
	expect(fileStem('Größe', 3)).toBe('Größe-3');
	expect(fileStem('…')).toBe('file');
	expect(fileStem('x'.repeat(500))).toHaveLength(100);
});

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
});
