/** Short forms of values for messages. */

/** Longer text is cut and ends with `…`. */
export const truncate = (text: string, maxLength = 40): string =>
	text.length > maxLength ? `${text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')}…` : text;

/** The value as JSON. Numbers keep their form, since JSON has no NaN. A missing one is null. */
export function quote(value: unknown, maxLength?: number): string {
	if (typeof value === 'number') return String(value);
	return truncate(toJson(value ?? null), maxLength);
}

function toJson(value: unknown): string {
	try {
		return JSON.stringify(value) ?? typeof value;
	} catch {
		// Lists can be nested deeper than the stack reaches; a message can have loops and BigInts.
		if (typeof value === 'bigint') return String(value);
		return Array.isArray(value) ? '[[…' : '{"…';
	}
}

/** The name, or the first of `name 2`, `name 3`, … that is free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
	let free = name;
	for (let n = 2; isTaken(free); n++) free = `${name} ${n}`;
	return free;
}

/** The text in a regular expression. */
export const patternOf = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
