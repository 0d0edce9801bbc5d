/**
 * Finds links in text that went through other programs: behind percent escapes and invisible
 * characters, broken over lines, with brackets, sentences or tracking parameters around them. The
 * check bytes of a link say where it ends.
 */
import { fromBase64 } from '#engine/core/bytes.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { plainText, unseen, withoutEscapes, withoutMailMarks } from './plainText.ts';

/** What ends a link. Markdown writes a backslash before `_` and `-`. */
const foreign = new RegExp(String.raw`[^\w\-\\${unseen}]|\\(?![-_])`, 'u');
const ignored = new RegExp(String.raw`[\\${unseen}]`, 'gu');
/** The start of a link: `#3.`, or `3.` without an address. */
const marks = new RegExp(String.raw`(?:(#)[${unseen}]*|(?<![\w.#-]))(\d+)[${unseen}]*\.`, 'gu');
/** An address right behind a link. */
const attached = new RegExp(String.raw`(?<=[\w\-]|(?!\s)[${unseen}])https?://`, 'giu');

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
	const words = [...text.slice(0, length).matchAll(/\S+/g)].map(({ 0: word, index }) => ({
		characters: word.replaceAll(ignored, ''),
		end: index + word.length,
	}));
	let joined = '';
	let checked = 0;
	for (const [i, { characters, end }] of words.entries()) {
		joined += characters;
		const isLast = i === words.length - 1;
		checked += joined.length;
		if (i > 0 && checked > mostChecked) break;
		if (!isLast && (i >= mostLines || joined.length < fewestCharacters)) continue;
		for (const packed of withoutEmphasis(joined)) {
			const body = checkedBody(packed);
			if (body) return { packed, body, end };
		}
	}
	const { characters: packed, end } = words[0] ?? { characters: '', end: 0 };
	return { packed, body: null, end };
}

/** Signs of emphasis around a link can also be its last characters. */
function withoutEmphasis(packed: string): readonly string[] {
	const signs = /[-_]{1,4}$/.exec(packed.slice(-4))?.[0].length ?? 0;
	return Array.from({ length: signs + 1 }, (_, i) => packed.slice(0, packed.length - i));
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
	const plain = withoutEscapes(withoutMailMarks(text)).replaceAll(attached, ' $&');
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
	const lines = withoutMailMarks(text).split(/\r?\n/);
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
const spaced = (characters: string) => Array.from(characters).join(`[${unseen}]*`);
const lessonText = new RegExp(spaced(lessonPrefix.text).replaceAll('.', String.raw`\.`), 'u');
/** What chat programs, mail and trackers add at the end of an address. */
const tracking = /[?&](?:fbclid|gclid|utm_\w+|subject|body|b?cc|data|sa|usg|ust|source)=.*$/s;
const punctuation = /[^\p{L}\p{N}/_~=-]+$/u;
const mostAddress = 2000;
/** What an address of a lesson ends at. */
const afterAddress = /\]\(|[\s<>"`“”„«»，。；：！？、（）「」『』《》【】]/u;

/**
 * The fragment of the first link to a lesson in a text, whatever programs wrote around it or into
 * it: `#lesson.1.…` or `#lesson=…`. null: there is none.
 */
export function lessonFragment(text: string): string | null {
	const sent = withoutMailMarks(text);
	const plain = withoutEscapes(sent);
	const mark = lessonText.exec(plain);
	const seeds = /&seeds=each(?![\w-])/.test(plainText(sent)) ? eachSeed : '';
	if (mark) {
		const { packed } = packedIn(plain.slice(mark.index + mark[0].length));
		return lessonPrefix.text + packed + seeds;
	}
	// An address can have escaped spaces, unless all around it is escaped as well.
	const asSent = sent.split(afterAddress).filter((word) => word.includes(lessonPrefix.address));
	for (const word of [...asSent, ...plain.split(afterAddress)]) {
		const found = plainText(word);
		const at = found.indexOf(lessonPrefix.address);
		if (at >= 0)
			return found
				.slice(at, at + mostAddress)
				.replace(tracking, '')
				.replace(punctuation, '');
	}
	return null;
}

/** The fragment of the first whole link to an experiment in a text, else of one to a lesson. */
export function linkFragment(text: string): string | null {
	const [found] = findLinks(text);
	return found ? `#${found.link}` : lessonFragment(text);
}
