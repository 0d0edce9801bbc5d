/** str.strip, lstrip and rstrip in Python. Characters are code points. */

export type Side = 'start' | 'end' | 'both';
/** Python's white space: JavaScript's without U+FEFF, and U+001C to U+001F and U+0085. */
function isBlank(character: string): boolean {
	const code = character.codePointAt(0)!;
	if ((code >= 0x1c && code <= 0x1f) || code === 0x85) return true;
	return code !== 0xfeff && character.trim() === '';
}

/** `characters` is a set; default: white space. */
export function strip(text: string, side: Side, characters?: string): string {
	const all = [...text];
	const isStripped =
		characters === undefined ? isBlank : (character: string) => characters.includes(character);
	let [from, to] = [0, all.length];
	if (side !== 'end') while (from < to && isStripped(all[from])) from++;
	if (side !== 'start') while (to > from && isStripped(all[to - 1])) to--;
	return all.slice(from, to).join('');
}
