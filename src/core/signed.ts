/** A number with its sign: `+0.12`, `−0.12`, and `0.00` if it rounds to 0. */
export function signed(value: number, digits: number): string {
	const text = Math.abs(value).toFixed(digits);
	if (Number(text) === 0) return text;
	return value > 0 ? `+${text}` : `−${text}`;
}
