/** Parses JSON text from files and links, which may be broken or hostile. */
import type { Json } from './json.ts';
import { sentence, type Message } from './message.ts';

/**
 * Our own files and those of Hugging Face have at most 15 levels. Code that walks a value by
 * recursion (JSON.stringify too) ends at a few thousand.
 */
const maxDepth = 100;

/** The value. Otherwise throws the error that `fail` makes of the fault: `The file is … .` */
export function parseJson(text: string, fail: (fault: Message, cause?: unknown) => Error): Json {
	if (isDeeper(text, maxDepth)) throw fail(sentence`nested more than ${maxDepth} levels deep`);
	try {
		return JSON.parse(text) as Json;
	} catch (cause) {
		throw fail(sentence`not JSON: ${(cause as Error).message}`, cause);
	}
}

/** Whether more than `depth` brackets are open at once, outside strings. */
function isDeeper(text: string, depth: number): boolean {
	let open = 0;
	let inString = false;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit === backslash) i++;
		else if (unit === quote) inString = !inString;
		else if (inString) continue;
		else if ((unit === openList || unit === openObject) && ++open > depth) return true;
		else if (unit === closeList || unit === closeObject) open--;
	}
	return false;
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125];
