import { expect, test } from 'vitest';
import { mostForLargeQr, qrDrawing } from './qr.ts';

test('a link becomes dark modules in a light quiet zone', () => {
	const { size, path } = qrDrawing('https://lab.example/#2.abcDEF-_')!;
	const modules = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [
		Number(x),
		Number(y),
	]);
	expect((size - 8 - 17) % 4).toBe(0);
	expect(modules.length).toBeGreaterThan(100);
	expect(modules.every((at) => at.every((value) => value >= 4 && value < size - 4))).toBe(true);
	// The three finder patterns in the corners.
	for (const [x, y] of [
		[4, 4],
		[size - 11, 4],
		[4, size - 11],
	])
		expect(modules.filter(([mx, my]) => my === y && mx >= x && mx < x + 7)).toHaveLength(7);
});

test('the short address of a lesson has at most 33 modules', () => {
	expect(qrDrawing('http://192.168.100.100:65535/l/12')!.size - 8).toBeLessThanOrEqual(33);
});

test('a link that is too long has no QR code', () => {
	expect(qrDrawing('a'.repeat(mostForLargeQr))).not.toBeNull();
	expect(qrDrawing('a'.repeat(mostForLargeQr + 1))).toBeNull();
});
