/** Text in an SVG file: estimated width, truncation, and shortened links. */

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
