/** Normalizers of a tokenizer.json, as in the Python package tokenizers (in Rust). */
import { isObject } from '#engine/core/json.ts';
import { createPrecompiled } from './precompiled.ts';
import { endOfBlanks, findPart, readPattern, startOfBlanks, type Part } from './patterns.ts';

type Normalizer = (text: string) => string;

export const createNormalizer = (part: unknown): Normalizer =>
	isObject(part) ? findPart(normalizers, part)(part) : (text) => text;

const inForm = (form: string) => (): Normalizer => (text) => text.normalize(form);

const normalizers: Readonly<Record<string, (part: Part) => Normalizer>> = {
	Sequence({ normalizers: parts }) {
		const all = (parts as readonly unknown[]).map(createNormalizer);
		return (text) => all.reduce((changed, normalize) => normalize(changed), text);
	},
	NFC: inForm('NFC'),
	NFD: inForm('NFD'),
	NFKC: inForm('NFKC'),
	NFKD: inForm('NFKD'),
	Precompiled: (part) => createPrecompiled(String(part['precompiled_charsmap'])),
	Lowercase: () => lowercase,
	StripAccents: () => (text) => text.replace(/\p{M}/gu, ''),
	Strip: (part) => (text) => {
		const from = part['strip_left'] === true ? endOfBlanks(text, 0) : 0;
		return text.slice(
			from,
			part['strip_right'] === true ? startOfBlanks(text, text.length) : undefined,
		);
	},
	Prepend: (part) => (text) => (text === '' ? '' : `${String(part['prepend'])}${text}`),
	Replace(part) {
		const pattern = readPattern(part['pattern']);
		return (text) => text.replace(pattern, () => String(part['content']));
	},
	BertNormalizer(part) {
		const isLower = part['lowercase'] === true;
		const steps = [
			...(part['clean_text'] === true ? [cleaned] : []),
			...(part['handle_chinese_chars'] === true ? [spacedHan] : []),
			...((part['strip_accents'] ?? isLower) === true ? [withoutAccents] : []),
			...(isLower ? [lowercase] : []),
		];
		return (text) => steps.reduce((changed, step) => step(changed), text);
	},
};

/** Letter by letter: Rust has no final sigma. */
const lowercase = (text: string): string =>
	Array.from(text, (character) => character.toLowerCase()).join('');

const cleaned = (text: string): string =>
	text
		.replace(/(?![\t\n\r])[\0\ufffd\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
		.replace(/\p{White_Space}/gu, ' ');

const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{Mn}/gu, '');

/** The blocks of CJK characters that BERT spaces, in the first plane and in the second. */
const han = '\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff';
const moreHan = '\\u{20000}-\\u{2a6df}\\u{2a700}-\\u{2ceaf}\\u{2f800}-\\u{2fa1f}';
const anyHan = new RegExp(`[${han}${moreHan}]`, 'gu');
const spacedHan = (text: string): string => text.replace(anyHan, ' $& ');
