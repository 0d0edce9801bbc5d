/** A number with its sign: `+0.12`, `−0.12`, and `0.00` for what rounds to nothing. */
export function signed(value: number, digits: number): string {
	const text = Math.abs(value).toFixed(digits);
	if (Number(text) === 0) return text;
	return value > 0 ? `+${text}` : `−${text}`;
}
