import { expect, test } from 'vitest';
import { fileStem, runStem } from './file.ts';

test('a file name has no path, no reserved character and no bare dots', () => {
	expect(fileStem('../../../etc/passwd')).toBe('etc-passwd');
	expect(fileStem('a:b*c?"<script>|')).toBe('a-b-c-script');
	expect(fileStem('Größe', 3)).toBe('Größe-3');
	expect(fileStem('…')).toBe('file');
	expect(fileStem('x'.repeat(500))).toHaveLength(100);
});

test('a run file is named by its policies, seed and id', () => {
	const policy = (...ids: string[]) => ids.map((id) => ({ id }));
	expect(runStem({ policy: policy('uniform', 'mos'), seed: 7 }, '3f2a9c01-aaaa')).toBe(
		'skillet-uniform-mos-seed-7-3f2a9c01',
	);
	expect(runStem({ policy: policy('a', 'b', 'c', 'd'), seed: 1 })).toBe('skillet-a-b-etc-seed-1');
});
