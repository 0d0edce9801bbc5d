/** TeX and Markdown as plain text: `\text{(B)}` is (B), `\dfrac{3}{4}` 3/4, `**18**` 18. */

const wrapper = new RegExp(
	String.raw`\\(?:text(?:bf|it|rm|sf|tt|normal)?|math(?:rm|bf|it|sf|tt|bb|cal)|mbox|boldsymbol|` +
		String.raw`operatorname)\s*\{([^{}]*)\}`,
	'g',
);
const fraction = /(\d?)\s*\\[dt]?frac\s*(?:\{\s*(-?[\d.,]+)\s*\}\s*\{\s*([\d.,]+)\s*\}|(\d)(\d))/g;
const signs: Readonly<Record<string, string>> = {
	times: '×',
	cdot: '·',
	pm: '±',
	pi: 'π',
	approx: '≈',
	left: '',
	right: '',
	quad: ' ',
	displaystyle: '',
};
const emphasis = /(?<=^|[\s([{"'“])[*_`]+(?=\S)|(?<=\S)[*_`]+(?=$|[\s)\]}"'”.,:;!?])/gm;

export const plainMath = (text: string): string =>
	text
		// The calculator of GSM8K: <<3+4=7>>.
		.replace(/<<[^<>\n]*>>/g, '')
		// Blanks that hold the thousands of a number together; exponents.
		.replace(/(?<=\d)[\u00a0\u202f](?=\d{3})/g, ',')
		.replace(/[⁰¹²³⁴-⁹]+/g, (exponent) => `^${exponent}`)
		.normalize('NFKC')
		.replace(/\{,\}/g, ',')
		.replace(/\\[!,;: ]/g, '')
		.replace(/\^\s*\{?\\circ\}?/g, '°')
		.replace(wrapper, ' $1 ')
		.replace(/\s+(?=\^)/g, '')
		.replace(fraction, (_, whole: string, top = '', below = '', a = '', b = '') =>
			[whole, `${top || a}/${below || b}`].filter(Boolean).join(' '),
		)
		.replace(/\\([a-z]+)(?![a-z])/g, (command, name: string) => signs[name] ?? command)
		.replace(/\\([$%()[\]])/g, (_, sign: string) => (/[$%]/.test(sign) ? sign : ''))
		.replace(emphasis, '')
		.replace(/[^\S\n]{2,}/g, ' ')
		.replace(/\n\s*\n/g, '\n\n')
		.trim();
