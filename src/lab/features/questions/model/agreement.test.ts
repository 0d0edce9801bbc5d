import { expect, it } from 'vitest';
import { krippendorffAlpha } from './agreement.ts';

it.each([
	// Observed: (1 + 1) / 4 = ½. Expected: 6 of the 12 ordered pairs of {0, 1, 1, 1} differ: ½.
	[
		'the definition for two marks of two units',
		[
			[0, 1],
			[1, 1],
		],
		0,
	],
	// K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: 4 observers, 12
	// units, some marks missing.
	[
		'the published value for interval data',
		[
			...[
				[1, 1, 1],
				[2, 2, 3, 2],
				[3, 3, 3, 3],
				[3, 3, 3, 3],
				[2, 2, 2, 2],
				[1, 2, 3, 4],
			],
			...[[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]],
		],
		0.849,
	],
	[
		'agreement in all',
		[
			[0, 0],
			[1, 1],
		],
		1,
	],
	[
		'opposite marks',
		[
			[0, 1],
			[1, 0],
		],
		-0.5,
	],
	[
		'no differences',
		[
			[1, 1],
			[1, 1],
		],
		null,
	],
	['single marks', [[1], [0]], null],
	['one answer', [[0, 1]], null],
])('Krippendorff’s α: %s', (_, units, alpha) => {
	if (alpha === null) expect(krippendorffAlpha(units)).toBeNull();
	else expect(krippendorffAlpha(units)).toBeCloseTo(alpha, 3);
});
