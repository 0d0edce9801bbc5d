/** Short forms of any value, for error messages. */

/** Longer text is cut and ends with `…`. */
export const clipped = (text: string, most = 40): string =>
	text.length > most ? `${text.slice(0, most)}…` : text;

/** The value as JSON. Numbers are shown as they are, since JSON has no NaN and no infinity. */
export function shown(value: unknown, most?: number): string {
	if (value === undefined) return 'nothing';
	if (typeof value === 'number') return String(value);
	return clipped(toJson(value), most);
}

function toJson(value: unknown): string {
	try {
		return JSON.stringify(value) ?? typeof value;
	} catch (error) {
		// A link can nest lists deeper than the stack reaches.
		if (!(error instanceof RangeError)) throw error;
		return Array.isArray(value) ? '[[…' : '{"…';
	}
}
