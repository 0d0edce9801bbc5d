import { expect, test } from 'vitest';
import { placeLabels } from './text.ts';

test('labels overlap neither each other nor a point; a label without room is left out', () => {
	const apart = placeLabels(
		[
			{ x: 50, y: 50, label: 'a' },
			{ x: 200, y: 50, label: 'b' },
		],
		0,
		300,
	);
	expect(apart.map((place) => place?.anchor)).toEqual(['start', 'start']);
	const near = placeLabels(
		[
			{ x: 60, y: 50, label: 'uniform' },
			{ x: 66, y: 51, label: 'temperature' },
		],
		0,
		300,
	);
	// The first label avoids the other point, and the other label takes the free side.
	expect(near.map((place) => place?.anchor)).toEqual(['end', 'start']);
	expect(placeLabels([{ x: 290, y: 50, label: 'at the edge' }], 0, 300)[0]?.anchor).toBe('end');
	// Points of a frontier that lie close together keep their names.
	const frontier = Array.from({ length: 4 }, (_, i) => ({
		x: 150 + 4 * i,
		y: 100 + 3 * i,
		label: `${20 * i} %`,
	}));
	expect(placeLabels(frontier, 0, 300)).not.toContain(null);
	for (const place of placeLabels(frontier, 0, 300, [92, 200]))
		expect(place?.y ?? 200).toBeGreaterThan(92);
	const crowd = Array.from({ length: 30 }, (_, i) => ({
		x: 50 + i,
		y: 50 + i,
		label: 'the same spot',
	}));
	expect(placeLabels(crowd, 0, 300)).toContain(null);
});
