/**
 * Numbers in JSON that a double cannot hold. An identifier of 20 digits, 1e310, or more decimals
 * than a double has would change silently, and the model would be trained on the changed text.
 */

/** An escape, the border of a string, or a number. A pattern for whole strings would overflow. */
const tokens = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Shorter numbers without an exponent are always exact, so most rows are not scanned. */
const perhapsInexact = /[\d.]{16}|\d[eE][+-]?\d/;

/** Puts each number that would change in quotes, so that its text stays as it is in the file. */
export function keepNumberTexts(json: string): string {
	if (!perhapsInexact.test(json)) return json;
	let inString = false;
	return json.replace(tokens, (token) => {
		if (token === '"') inString = !inString;
		const isNumber = !inString && token !== '"' && !token.startsWith('\\');
		return isNumber && !isExact(token) ? `"${token}"` : token;
	});
}

function isExact(token: string): boolean {
	const value = Number(token);
	return Number.isFinite(value) && decimalOf(token) === decimalOf(String(value));
}

/** The same text for equal decimal values: sign, digits without outer zeros, power of ten. */
function decimalOf(number: string): string {
	const [, sign, whole, fraction = '', exponent = '0'] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number)!;
	const digits = `${whole}${fraction}`.replace(/^0+/, '');
	const significant = digits.replace(/0+$/, '');
	if (significant === '') return '0';
	const power = Number(exponent) - fraction.length + digits.length - significant.length;
	return `${sign}${significant}e${power}`;
}
