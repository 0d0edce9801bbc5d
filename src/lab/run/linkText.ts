/**
 * Finds links in text that went through other programs: escaped, broken over lines, quoted, with
 * brackets, sentences or tracking parameters around them. The check bytes of a link say where it
 * ends.
 */
import { fromBase64 } from '#engine/core/bytes.ts';
import { sha256Hex } from '#engine/core/hash.ts';

/** Signs of a quotation in mail. */
const quoteMarks = /^[ \t]*(?:>[ \t]?)+/gm;
/** Zero-width space, word joiner, soft hyphen, byte-order mark; the backslash of Markdown. */
const inserted = /[\u00ad\u200b\u2060\ufeff]|\\(?=[-_])/g;
const escapes = /(?:%[\da-f]{2})+/gi;
/** Some programs escape an address that is escaped already. */
const mostEscapes = 3;

/** The text as its writer sent it. */
export function plainText(text: string): string {
	let plain = text.replaceAll(quoteMarks, '');
	for (let i = 0; i < mostEscapes; i++)
		plain = plain.replaceAll('&amp;', '&').replaceAll(escapes, decoded);
	return plain.replaceAll(inserted, '');
}
function decoded(escaped: string): string {
	try {
		return decodeURIComponent(escaped);
	} catch {
		return escaped;
	}
}

/** What ends a link. */
const foreign = /[^\w\-\s]/;
/** The start of a link: `#3.`, or `3.` without an address. */
const marks = /(?:(#)|(?<![\w.#-]))(\d+)\./g;

const checkLength = 4;
/** First bytes of the SHA-256. Deflate has no checksum, and a damaged seed would look valid. */
export const checkBytes = (body: Uint8Array): number[] => {
	const hash = sha256Hex(body);
	return Array.from({ length: checkLength }, (_, i) => parseInt(hash.slice(2 * i, 2 * i + 2), 16));
};

/** The bytes behind the check bytes; null: these do not fit, or the text is not base64url. */
function checkedBody(packed: string): Uint8Array | null {
	if (packed.length % 4 === 1) return null;
	const bytes = fromBase64(packed.replaceAll('-', '+').replaceAll('_', '/'));
	const body = bytes.subarray(checkLength);
	return body.length > 0 && checkBytes(body).every((byte, i) => byte === bytes[i]) ? body : null;
}

/** The lines of a long link, if a program breaks lines after 76 characters. */
const mostLines = 64;
/** Characters that are checked for one link: each line of a long one could be its last. */
const mostChecked = 3_000_000;
/** A shorter link is no experiment. */
const fewestCharacters = 20;

interface Packed {
	/** Base64url; if no check bytes fit, only the first word. */
	readonly packed: string;
	/** The bytes behind the check bytes; null: none fit. */
	readonly body: Uint8Array | null;
	/** Where it ends in the text. */
	readonly end: number;
}
/** The packed bytes with which the text begins, whatever follows. */
export function packedIn(text: string): Packed {
	const length = foreign.exec(text)?.index ?? text.length;
	const words = [...text.slice(0, length).matchAll(/\S+/g)];
	let joined = '';
	let checked = 0;
	for (const [i, { 0: word, index }] of words.entries()) {
		joined += word;
		const isLast = i === words.length - 1;
		checked += joined.length;
		if (i > 0 && checked > mostChecked) break;
		if (!isLast && (i >= mostLines || joined.length < fewestCharacters)) continue;
		const body = checkedBody(joined);
		if (body) return { packed: joined, body, end: index + word.length };
	}
	const { 0: packed, index: start } = words[0] ?? { 0: '', index: 0 };
	return { packed, body: null, end: start + packed.length };
}

/** The number of the format that this lab reads and writes. */
export const format = '3';

export interface LinkMark {
	readonly format: string;
	/** Without `#` it can also be a number in a sentence. */
	readonly hasHash: boolean;
	/** Where the mark and the link behind it begin in `text`, which has no escapes. */
	readonly start: number;
	readonly end: number;
	readonly text: string;
}
export function linkMarks(text: string): readonly LinkMark[] {
	const plain = plainText(text);
	return [...plain.matchAll(marks)].map(({ 0: mark, 1: hash, 2: format, index: start }) => ({
		format,
		hasHash: hash !== undefined,
		start,
		end: start + mark.length,
		text: plain,
	}));
}

/** A number in a sentence is not the start of a link. */
const isStart = ({ text, end, hasHash }: LinkMark): boolean =>
	(hasHash ? /^[\w-]/ : /^[\w-]{10}/).test(text.slice(end, end + 10));

/** The text before the address of the first link, which can be broken; null: there is none. */
export function beforeLink(text: string): string | null {
	const mark = linkMarks(text).find(isStart);
	return mark ? textBefore(mark, 0) : null;
}

export interface FoundLink {
	/** The fragment without `#`: `3.…`. */
	readonly link: string;
	/** The text between the address and the link before it, or its end if that is long. */
	readonly before: string;
	/** The lines of the text behind its first one until the link ends. */
	readonly lines: number;
}
const mostBefore = 300;
/** What an address begins after. */
const opening = /[\s,;"“”„'‘’`<>()[\]{}|，；：（「『《【]/gu;

/** All whole links of the text, in order, each once. */
export function findLinks(text: string): readonly FoundLink[] {
	const found = new Map<string, FoundLink>();
	let from = 0;
	for (const mark of linkMarks(text)) {
		if (mark.format !== format || mark.start < from) continue;
		const { packed, body, end } = packedIn(mark.text.slice(mark.end));
		if (!body) continue;
		const link = `${format}.${packed}`;
		const before = textBefore(mark, from);
		from = mark.end + end;
		const lines = mark.text.slice(0, from).split('\n').length - 1;
		if (!found.has(link)) found.set(link, { link, before, lines });
	}
	return [...found.values()];
}

function textBefore({ text, start }: LinkMark, from: number): string {
	const before = text.slice(Math.max(from, start - mostBefore), start);
	const word = [...before.matchAll(opening)].at(-1)?.index ?? -1;
	const at = before.indexOf('http', word + 1);
	return before.slice(0, at < 0 ? word + 1 : at);
}

export interface LinkLine {
	/** From 1. */
	readonly line: number;
	readonly text: string;
	readonly links: readonly FoundLink[];
}
/** A part of a link that a program broke over lines. */
const part = /^\s*([\w-]{1,1000})[^\w-]*$/;

/** The lines that are not empty. A link that a mail program broke over lines is in one of them. */
export function* linkLines(text: string, find = findLinks): Generator<LinkLine> {
	const lines = text.replaceAll(quoteMarks, '').split(/\r?\n/);
	for (let i = 0; i < lines.length; i++) {
		const line = i + 1;
		const text = lines[i].trim();
		if (text === '') continue;
		const links = find(text);
		const more = links.length > 0 || beforeLink(text) === null ? [] : partsBehind(lines, i);
		const whole = more.length > 0 ? find([text, ...more].join('\n')) : [];
		const taken = whole[0]?.lines ?? 0;
		i += taken;
		yield {
			line,
			text: [text, ...more.slice(0, taken)].join('\n'),
			links: taken > 0 ? whole : links,
		};
	}
}

/** What can belong to a link that begins in line `i`. */
function partsBehind(lines: readonly string[], i: number): string[] {
	const parts: string[] = [];
	for (const line of lines.slice(i + 1, i + mostLines)) {
		const [, characters] = part.exec(line) ?? [];
		if (characters === undefined) break;
		parts.push(characters);
	}
	return parts;
}

export const lessonPrefix = { text: '#lesson.1.', address: '#lesson=' };
export const eachSeed = '&seeds=each';
/** What chat programs, mail and trackers add at the end of an address. */
const tracking = /[?&](?:fbclid|gclid|utm_\w+|subject|body|b?cc|data|sa|usg|ust|source)=.*$/s;
const punctuation = /[^\p{L}\p{N}/_~=-]+$/u;
const lessonAddress =
	/#lesson=(?:(?!\]\()[^\s<>"`“”„«»，。；：！？、（）「」『』《》【】]){1,2000}/;

/**
 * The fragment of the first link to a lesson in a text, whatever programs wrote around it or into
 * it: `#lesson.1.…` or `#lesson=…`. null: there is none.
 */
export function lessonFragment(text: string): string | null {
	const plain = plainText(text);
	const at = plain.indexOf(lessonPrefix.text);
	if (at >= 0) {
		const { packed } = packedIn(plain.slice(at + lessonPrefix.text.length));
		return lessonPrefix.text + packed + (/&seeds=each(?![\w-])/.test(plain) ? eachSeed : '');
	}
	// An address can have escaped spaces, unless all around it is escaped as well.
	const [found] = lessonAddress.exec(text) ?? lessonAddress.exec(plain) ?? [];
	if (found === undefined) return null;
	return plainText(found).replace(tracking, '').replace(punctuation, '');
}

/** The fragment of the first whole link to an experiment in a text, else of one to a lesson. */
export function linkFragment(text: string): string | null {
	const [found] = findLinks(text);
	return found ? `#${found.link}` : lessonFragment(text);
}
