/** The line of a field in the text of a JSON file. */

/** Strings, brackets and other values of JSON; spaces and punctuation between them have no part. */
const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}]|[,:]|[^\s,:[\]{}"]+/g;

interface Level {
	readonly isList: boolean;
	readonly path: string;
	/** The next index, or the key whose value follows. */
	index: number;
	key: string | null;
}

/**
 * Counts from 1. `field`: a path such as `policies[1].label`. A missing field has the line of the
 * object that lacks it; null if the text has none of them.
 */
export function lineOfField(text: string, field: string): number | null {
	const levels: Level[] = [];
	let found: { readonly path: string; readonly at: number } | null = null;
	const isCloser = (path: string) =>
		(field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`)) &&
		path.length > (found?.path.length ?? -1);
	for (const { 0: token, index: at } of text.matchAll(tokens)) {
		const level = levels.at(-1);
		if (token === ':') continue;
		if (token === ',') {
			if (level) [level.index, level.key] = [level.index + 1, null];
		} else if (token === ']' || token === '}') levels.pop();
		else if (level && !level.isList && level.key === null) {
			level.key = JSON.parse(token) as string;
			const path = pathIn(level);
			if (isCloser(path)) found = { path, at };
		} else {
			const path = level ? pathIn(level) : '';
			if (path !== '' && isCloser(path)) found = { path, at };
			if (token === '[' || token === '{')
				levels.push({ isList: token === '[', path, index: 0, key: null });
		}
	}
	return found && text.slice(0, found.at).split('\n').length;
}

const pathIn = ({ isList, path, index, key }: Level): string =>
	isList ? `${path}[${index}]` : path === '' ? `${key}` : `${path}.${key}`;
