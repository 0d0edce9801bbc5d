/** Short forms of values for messages. */

/** Longer text is cut and ends with `…`. */
export const truncate = (text: string, maxLength = 40): string =>
	text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;

/** The value as JSON. Numbers keep their form, since JSON has no NaN and no infinity. */
export function quote(value: unknown, maxLength?: number): string {
	if (value === undefined) return 'nothing';
	if (typeof value === 'number') return String(value);
	return truncate(toJson(value), maxLength);
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

/** Rounds without the noise of binary arithmetic: 11.249999999999998 is `11.3`, as 11.25 is. */
export const fixed = (value: number, digits: number): string =>
	Number(value.toPrecision(12)).toFixed(digits);

/** `+0.12`, `−0.12`, and `0.00` if the number rounds to 0. */
export function withSign(value: number, digits: number): string {
	const text = fixed(Math.abs(value), digits);
	return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}
