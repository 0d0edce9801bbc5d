/** Text in an SVG file: estimated width, truncation, shortened links, and labels of points. */

/** Estimated width in pixels: the reader's font is unknown. */
export const textWidth = (text: string, size: number): number =>
	[...text].reduce((sum, letter) => sum + ems(letter), 0) * size;

function ems(letter: string): number {
	if (/[\u1100-\u11ff\u2e80-\u{1ffff}]/u.test(letter)) return 1;
	if (/[ijlftr.,:;'|!()[\] ]/.test(letter)) return 0.36;
	return /[A-Zmw%@]/.test(letter) ? 0.76 : 0.58;
}

export function cutText(text: string, size: number, width: number): string {
	if (textWidth(text, size) <= width) return text;
	const letters = [...text];
	while (letters.length > 1 && textWidth(letters.join(''), size) + size > width) letters.pop();
	return `${letters.join('')}…`;
}

/** Two lines of 10 px, about equally long, broken at a space. */
export function twoLines(text: string, width: number): string[] {
	const words = text.split(' ');
	const half = textWidth(text, 10) / 2;
	const at = words.findIndex((_, i) => textWidth(words.slice(0, i).join(' '), 10) >= half);
	return [words.slice(0, at), words.slice(at)].map((part) => cutText(part.join(' '), 10, width));
}

/** Beginning and end: `lab.example/#1.eNqVk…9aQ`. */
export function shortLink(link: string): string {
	const address = link.replace(/^https?:\/\//, '');
	return address.length <= 72 ? address : `${address.slice(0, 48)}…${address.slice(-16)}`;
}

/** Other addresses do not become links in a file. */
export const isWebAddress = (link: string): boolean => /^https?:\/\/[^\s"<>]+$/i.test(link);

interface Point {
	readonly x: number;
	readonly y: number;
	readonly label: string;
}
interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

const [fontSize, ascent, descent] = [12, 9, 3];
const [pointRadius, gap] = [6, 8];
/** Above, below, and level with the point. */
const baselines = [-7, 15, 4, -20, 28, -33, 41, 54, -46];

/** A label so far from its point needs a line to it. */
export const isFar = (label: { readonly y: number }, point: { readonly y: number }): boolean =>
	Math.abs(label.y - 4 - point.y) > 14;

/** A position for each label beside its point, without overlaps, in pixels. null: no room. */
export function placeLabels(
	points: readonly Point[],
	left: number,
	right: number,
	[top, bottom]: readonly [number, number] = [-Infinity, Infinity],
) {
	const taken: Box[] = points.map(({ x, y }) => ({
		left: x - pointRadius,
		right: x + pointRadius,
		top: y - pointRadius,
		bottom: y + pointRadius,
	}));
	const isFree = (box: Box) =>
		box.left >= left &&
		box.right <= right &&
		box.top >= top &&
		box.bottom <= bottom &&
		!taken.some((other) => overlap(box, other));
	return points.map((point) => {
		const width = textWidth(point.label, fontSize);
		for (const down of baselines)
			for (const anchor of ['start', 'end'] as const) {
				const x = anchor === 'start' ? point.x + gap : point.x - gap;
				const y = point.y + down;
				const start = anchor === 'start' ? x : x - width;
				const box = { left: start, right: start + width, top: y - ascent, bottom: y + descent };
				if (!isFree(box)) continue;
				taken.push(box);
				return { x, y, anchor };
			}
		return null;
	});
}

const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
