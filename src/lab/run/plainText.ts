/** Text of an address that went through other programs, as its reader sees it. */

/** In a class of a regular expression: white space, and characters that show nothing. */
export const unseen = String.raw`\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}`;
const invisible = new RegExp(String.raw`(?!\s)[${unseen}]`, 'gu');

const utf8 = new TextDecoder();
const escapes = /(?:%[\da-f]{2})+/gi;
/** Some programs escape an address that is escaped already. */
const mostEscapes = 3;

/** Decodes percent escapes as UTF-8. Wrong ones become U+FFFD, which is not part of any link. */
export function withoutEscapes(text: string): string {
	let decoded = text;
	for (let i = 0; i < mostEscapes && decoded.includes('%'); i++)
		decoded = decoded.replaceAll(escapes, (run) =>
			utf8.decode(Uint8Array.from(run.slice(1).split('%'), (byte) => parseInt(byte, 16))),
		);
	return decoded;
}

/** Without percent escapes and invisible characters; white space stays. */
export const plainText = (text: string): string => withoutEscapes(text).replaceAll(invisible, '');
