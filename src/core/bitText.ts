/** Booleans as hex text: four in each digit, the first in its highest bit. */

export function bitText(bits: readonly boolean[]): string {
	let text = '';
	for (let at = 0; at < bits.length; at += 4) {
		const digit = [0, 1, 2, 3].reduce((sum, i) => 2 * sum + Number(bits[at + i] ?? false), 0);
		text += digit.toString(16);
	}
	return text;
}

/** The first `count` values of the text. Values behind its end are false. */
export const textBits = (text: string, count: number): boolean[] =>
	Array.from({ length: count }, (_, i) => {
		const digit = parseInt(text[i >> 2] ?? '0', 16);
		return ((digit >> (3 - (i & 3))) & 1) === 1;
	});
