/** The content of the last `\boxed{…}` of a text. */
export function boxed(text: string): string | null {
	const mark = /\\f?boxed\s*\{/g;
	let found: string | null = null;
	for (const { index, 0: opening } of text.matchAll(mark)) {
		const from = index + opening.length;
		const end = closing(text, from);
		if (end !== null) found = text.slice(from, end);
	}
	return found;
}

/** The index of the brace that closes the one before `from`; null: none does. */
function closing(text: string, from: number): number | null {
	let open = 1;
	for (let at = from; at < text.length; at++) {
		if (text[at] === '{') open++;
		else if (text[at] === '}' && --open === 0) return at;
	}
	return null;
}
