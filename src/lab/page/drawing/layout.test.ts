import { describe, expect, test } from 'vitest';
import { dotAt, dotPlace, drawingLayout, jarSize } from './layout.ts';

const widths = [358, 620, 700, 800, 868, 900, 924, 1040, 1248, 1408, 1900];
const cases = widths.flatMap((width) =>
	[3, 9, 20].flatMap((rows) => [420, 700].map((room) => ({ width, rows, room }))),
);

describe.each(cases)('$rows skills at $width px in $room px', ({ width, rows, room }) => {
	const layout = drawingLayout({ width, room, rows, batchSize: 32 });
	const { jar, share, batch, model, score, curve, answer } = layout;

	test('no part stands on another or outside', () => {
		const spans = layout.isNarrow
			? [jar, score]
			: [layout.name, jar, share, score, ...(curve ? [curve] : [])];
		if (layout.answerTop === null) spans.push(answer);
		spans.forEach(({ left, width: wide }, i) => {
			expect(wide).toBeGreaterThan(0);
			expect(left + wide).toBeLessThanOrEqual(spans[i + 1]?.left ?? width);
		});
		if (layout.isNarrow) {
			expect(layout.name.left + layout.name.width).toBeLessThan(share.left);
			expect(share.left + share.width).toBeLessThanOrEqual(width);
			return;
		}
		// Firefox clips the lower edge of a bar at half a pixel.
		expect(layout.middle(rows - 1) % 1).toBe(0);
		expect(layout.middle(0) - layout.thickest / 2).toBeGreaterThanOrEqual(layout.top);
		expect(layout.middle(rows - 1) + layout.thickest / 2).toBeLessThanOrEqual(layout.height);
		const hold = layout.answerTop === null ? 44 : 16;
		expect(share.left + share.width).toBeLessThanOrEqual(batch.left - hold);
		expect(batch.left + batch.width).toBeLessThan(model.x - model.size / 2);
		expect(model.x + model.size / 2).toBeLessThan(score.left);
		expect(batch.top).toBeGreaterThanOrEqual(0);
	});

	test('the rows fill the height, and fit the room if it is large enough', () => {
		expect(layout.height).toBe(layout.top + rows * layout.rowHeight);
		if (!layout.isNarrow && room >= layout.least) expect(layout.height).toBeLessThanOrEqual(room);
		// The three lines of an answer do not touch the lines between the rows.
		expect((layout.answerTop ?? 2) + 3 * 15).toBeLessThanOrEqual(layout.rowHeight);
	});
});

test('beside a lesson, on a laptop of 1280 by 800 px, all rows and their answers are seen', () => {
	const layout = drawingLayout({ width: 868, room: 480, rows: 9, batchSize: 32 });
	expect(layout.height).toBeLessThanOrEqual(480);
	// 28 letters of an answer.
	expect(layout.answer.width).toBeGreaterThanOrEqual(200);
});

test('a click finds the dot that is drawn there', () => {
	const { batch } = drawingLayout({ width: 1408, room: 500, rows: 9, batchSize: 30 });
	for (let slot = 0; slot < 30; slot++) {
		const { x, y } = dotPlace(batch, slot);
		expect(dotAt(batch, x + 3, y - 3)).toBe(slot);
	}
	expect(dotAt(batch, batch.left + 2, batch.top + 2)).toBeNull();
	const { x, y } = dotPlace(batch, 31);
	expect(dotAt(batch, x, y)).toBeNull();
});

test('the area of a jar is in proportion to its examples', () => {
	const largest = { width: 60, height: 40 };
	const area = (examples: number) => {
		const { width, height } = jarSize(examples, 4000, largest);
		return width * height;
	};
	expect(area(1000) / area(4000)).toBeCloseTo(0.25);
	expect(area(1)).toBeGreaterThan(0);
});

test.each([1, 2, 3])('with %i skills, the line below the batch stays on the drawing', (rows) => {
	for (const width of widths)
		for (const batchSize of [1, 32, 128, 512])
			for (const room of [0, 200, 420]) {
				const { batch, height, top, isNarrow } = drawingLayout({ width, room, rows, batchSize });
				const lineEnd = batch.top + batch.height + 4 + 16;
				expect(lineEnd).toBeLessThanOrEqual(isNarrow ? top : height);
				expect(batch.top).toBeGreaterThanOrEqual(0);
			}
});
