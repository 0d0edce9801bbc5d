/** Text of an address that went through other programs, as its writer sent it. */

/** In a class of a regular expression: white space, and characters that show nothing. */
export const unseen = String.raw`\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800`;
const invisible = new RegExp(String.raw`(?!\s)[${unseen}]`, 'gu');

const utf8 = new TextDecoder();
const escapes = /(?:%[\da-f]{2})+/gi;
/** Some programs escape an address that is escaped already. */
const mostEscapes = 3;
const entities = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,7}));/gi;
/** The entities of characters that stand in a link or around it. */
const named: Readonly<Record<string, string>> = {
	amp: '&',
	apos: "'",
	equals: '=',
	gt: '>',
	hyphen: '-',
	lowbar: '_',
	lt: '<',
	nbsp: ' ',
	num: '#',
	period: '.',
	quot: '"',
	shy: '\u00ad',
};
function character(entity: string, decimal?: string, hex?: string, name = ''): string {
	const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
	if (Number.isNaN(code)) return named[name.toLowerCase()] ?? entity;
	return code < 32 ? ' ' : code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
}

/**
 * Decodes percent escapes as UTF-8, and entities of HTML. Wrong escapes become U+FFFD, which is not
 * part of any link.
 */
export function withoutEscapes(text: string): string {
	let decoded = text;
	for (let i = 0; i < mostEscapes && /[%&]/.test(decoded); i++)
		decoded = decoded
			.replaceAll(entities, character)
			.replaceAll(escapes, (run) =>
				utf8.decode(Uint8Array.from(run.slice(1).split('%'), (byte) => parseInt(byte, 16))),
			);
	return decoded;
}

const quoteMarks = /^[ \t]*(?:>[ \t]?)+/gm;

/**
 * Without the signs of a quotation, and with the lines that quoted-printable mail broke in one, as
 * many empty ones behind it. Its `=3D` become percent escapes.
 */
export function withoutMailMarks(text: string): string {
	const unquoted = text.replaceAll(quoteMarks, '');
	if (!/=(?:3D|[ \t]{0,9}\r?\n)/.test(unquoted)) return unquoted;
	const lines: string[] = [];
	let begun = '';
	let broken = 0;
	for (const line of unquoted.split(/\r?\n/)) {
		const isBroken = line.trimEnd().endsWith('=');
		begun += isBroken ? line.trimEnd().slice(0, -1) : line;
		if (isBroken) broken++;
		else {
			lines.push(begun + '\n'.repeat(broken));
			[begun, broken] = ['', 0];
		}
	}
	return [...lines, begun].join('\n').replaceAll(/=(?=[\dA-F]{2})/g, '%');
}

/** Without percent escapes and invisible characters; white space stays. */
export const plainText = (text: string): string => withoutEscapes(text).replaceAll(invisible, '');
