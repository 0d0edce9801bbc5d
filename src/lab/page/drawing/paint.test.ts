import { expect, test } from 'vitest';
import { Flow, flight } from './Flow.ts';
import { drawingLayout } from './layout.ts';
import { dotOnStream, streamOutline, streamsOf } from './paint.ts';

const layout = drawingLayout({ width: 1300, room: 460, rows: 2, batchSize: 4 });
const skills = [{ share: 0.75 }, { share: 0.25 }];
const streams = streamsOf(layout, skills);

test('a stream has the outline that is painted; one without a share has none', () => {
	const { x0, y0, h0 } = streams[0];
	expect(streamOutline(streams[0])).toContain(`M${x0} ${y0 - h0 / 2}C`);
	expect(streamOutline(streamsOf(layout, [{ share: 1 }, { share: 0 }])[1])).toBeNull();
});

test('a tap finds the example that flows there, with its step', () => {
	const flow = new Flow();
	flow.launch([1], 7, 0);
	const at = (now: number, isStill = false) => ({ layout, skills, flow, now, isStill });
	const { x0, y0, x1, y1 } = streams[1];
	const middle = { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
	expect(dotOnStream(at(flight / 2), middle, 40)).toMatchObject({ slot: 0, step: 7 });
	expect(dotOnStream(at(flight / 2), { x: x0, y: y0 }, 20)).toBeNull();
	expect(dotOnStream(at(2 * flight), middle, 40)).toBeNull();
	// A still picture is of the shown step.
	flow.settle([1]);
	expect(dotOnStream(at(0, true), middle, 40)).toMatchObject({ slot: 0, step: null });
});

test('of two dots the nearer one is found', () => {
	const flow = new Flow();
	flow.settle([0, 0, 0, 1]);
	const scene = { layout, skills, flow, now: 0, isStill: true };
	const { x0, x1, y0, y1 } = streams[0];
	const along = (way: number) => ({ x: x0 + (x1 - x0) * way, y: y0 + (y1 - y0) * way });
	expect(dotOnStream(scene, along(0.2), 400)).toMatchObject({ slot: 0 });
	expect(dotOnStream(scene, along(0.95), 400)).toMatchObject({ slot: 2 });
});
