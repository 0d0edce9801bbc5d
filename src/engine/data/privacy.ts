/**
 * Masks mail addresses, phone numbers, card numbers and keys by patterns. arXiv 2310.04945 takes
 * "privacy measures" but does not list them, so the selection is ours and not complete. Sums, dates
 * and ISBNs stay: a bare run of digits is masked only as a card number that passes Luhn's check.
 * docs/guide/data.md has the list.
 */
import { exactText, isObject, parseExact, type Json } from '#engine/core/json.ts';
import type { Example } from './example.ts';

const privateKinds = ['mail', 'phone', 'card', 'key'] as const;
type PrivateKind = (typeof privateKinds)[number];
export type MaskCounts = { readonly [K in PrivateKind]: number };

export interface Masked {
	readonly text: string;
	readonly counts: MaskCounts;
}

interface Rule {
	readonly kind: PrivateKind;
	/** A fast test that is true for every text in which the pattern matches. */
	readonly hint: RegExp;
	/** The text of a group named `keep` stays. Repeats are bounded, since a line may have 10 MB. */
	readonly pattern: RegExp;
	readonly confirm?: (match: string) => boolean;
}

/** Seven digits, with or without separators. */
const longNumber = /\d(?:[ ()./-]{0,2}\d){6}/;
/** A word of 15 characters: the shortest key. */
const longWord = /[\w.+/-]{15}/;

const digits = (text: string) => text.replace(/\D/g, '');
const digitCount = (from: number, to: number) => (text: string) => {
	const count = digits(text).length;
	return count >= from && count <= to;
};

/** The number is not part of a longer number or word, and not next to an arithmetic sign. */
const before = String.raw`(?<![\p{L}\p{N}_.,$€£#/*+=<>^-])(?<![*/+=<>^×÷−]\s|\dx|\d x )`;
const after = String.raw`(?![\p{L}\p{N}_]|[.,-]\d|\s?[*/+=<>^×÷−]|\s?x\s?\d)`;
const number = (pattern: string) => new RegExp(before + pattern + after, 'gu');

const pemLabel = String.raw`[A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?`;

/**
 * Keys with known prefixes: AWS, OpenAI and Anthropic, GitHub, GitLab, Slack, Google, Hugging Face,
 * npm, Stripe, JSON web tokens.
 */
const prefixedKeys = [
	'(?:AKIA|ASIA)[0-9A-Z]{16}',
	'sk-(?:[A-Za-z]{2,10}-)?[A-Za-z0-9_-]{20,200}',
	'gh[pousr]_[A-Za-z0-9]{36,255}',
	'github_pat_[A-Za-z0-9_]{22,255}',
	'glpat-[A-Za-z0-9_-]{20,64}',
	'xox[abeoprs]-[A-Za-z0-9-]{10,255}',
	'AIza[0-9A-Za-z_-]{35}',
	'hf_[A-Za-z0-9]{30,64}',
	'npm_[A-Za-z0-9]{36}',
	'[rs]k_(?:live|test)_[A-Za-z0-9]{16,128}',
	String.raw`eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}`,
];

/** Applied in this order. Later rules do not see masked text. */
const rules: readonly Rule[] = [
	{
		kind: 'key',
		hint: /-----BEGIN/,
		pattern: new RegExp(
			String.raw`-----BEGIN ${pemLabel}-----[\s\S]{0,8000}?-----END ${pemLabel}-----`,
			'g',
		),
	},
	{
		kind: 'key',
		hint: longWord,
		pattern: new RegExp(String.raw`\b(?:${prefixedKeys.join('|')})(?![A-Za-z0-9])`, 'g'),
		// Ordinary hyphenated words may also begin with sk-.
		confirm: (match) => !match.startsWith('sk-') || digits(match).length >= 2,
	},
	{
		kind: 'key',
		hint: longWord,
		pattern: /(?<keep>\bBearer\s{1,4})[A-Za-z0-9._~+/-]{20,4000}={0,2}/gi,
	},
	{
		// `api_key = "…"`, `token: …`: a value of 20 characters or more that is not a word or call.
		kind: 'key',
		hint: longWord,
		pattern: new RegExp(
			'(?<keep>(?:key|token|secret|password|passwd|credential)' +
				String.raw`["'\x60]?\s{0,4}(?:[:=]|=>|:=)\s{0,4}["'\x60]?)` +
				String.raw`[A-Za-z0-9_+/-]{20,500}={0,2}(?![A-Za-z0-9_.(])`,
			'gi',
		),
		confirm: (match) => /^[0-9a-f-]{20,}$/i.test(match) || digits(match).length >= 4,
	},
	{
		kind: 'mail',
		hint: /@/,
		pattern: new RegExp(
			String.raw`(?<![\p{L}\p{N}_.%+-])[\p{L}\p{N}_%+-][\p{L}\p{N}_.%+-]{0,63}` +
				String.raw`@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}_])`,
			'gu',
		),
	},
	{
		// The big issuers' first digits and lengths, bare or in groups (American Express: 4, 6, 5).
		kind: 'card',
		hint: longNumber,
		pattern: number(
			String.raw`(?:(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|64[4-9]\d|65\d{2}|62\d{2}|35\d{2})` +
				String.raw`([ -]?)\d{4}\1\d{4}\1\d{4}` +
				String.raw`|3[47]\d{2}([ -]?)\d{6}\2\d{5}|3[068]\d{2}([ -]?)\d{6}\3\d{4})`,
		),
		confirm: (match) => passesLuhn(digits(match)),
	},
	{
		// Any grouping, after a word for a phone.
		kind: 'phone',
		hint: longNumber,
		pattern: new RegExp(
			String.raw`(?<keep>\b(?:tel|telephone|phone|mobile|cell|fax|whatsapp|telefon|handy)\b` +
				String.raw`[ .:#]{0,3}(?:(?:number|no|nr)\b[ .:]{0,3})?(?:is |at |: )?)` +
				String.raw`\+?\(?\d(?:[ ()./-]{0,2}\d){6,14}(?!\d)`,
			'gi',
		),
		confirm: (match) => /\d{3}/.test(match),
	},
	{
		// +49 30 1234567: a plus that does not follow a number.
		kind: 'phone',
		hint: longNumber,
		pattern: new RegExp(
			String.raw`(?<![\p{L}\p{N}_)\]=*/<>.,-])(?<![\p{N})\]=*/<>]\s)` +
				String.raw`\+[1-9]\d{0,2}(?:[ ().-]{0,2}\d){7,13}${after}`,
			'gu',
		),
		confirm: (match) =>
			digitCount(8, 15)(match) && (/[ ().-]/.test(match) || digits(match).length >= 10),
	},
	{
		// (555) 123-4567, 555-123-4567, 1-800-555-0199, 555.123.4567
		kind: 'phone',
		hint: longNumber,
		pattern: number(
			String.raw`(?:1[ .-])?(?:\([2-9]\d{2}\) ?\d{3}[-. ]\d{4}|[2-9]\d{2}([-.])\d{3}\1\d{4})`,
		),
	},
	{
		// 030 1234567, 0171-123 4567, 06 12 34 56 78: a leading zero and groups.
		kind: 'phone',
		hint: longNumber,
		pattern: number(String.raw`(?:0[1-9]\d{1,3}[ /-]\d{3,4}[ -]?\d{3,5}|0[1-9](?:[ .]\d{2}){4})`),
	},
];

export function maskPrivate(text: string): Masked {
	const counts = { mail: 0, phone: 0, card: 0, key: 0 };
	let masked = text;
	for (const { kind, hint, pattern, confirm } of rules) {
		if (!hint.test(masked)) continue;
		masked = masked.replace(pattern, (match: string, ...rest: unknown[]) => {
			// The last argument has the named groups; without any, it is the whole text.
			const { keep = '' } = rest.at(-1) as { readonly keep?: string };
			if (confirm && !confirm(match.slice(keep.length))) return match;
			counts[kind]++;
			return `${keep}<${kind}>`;
		});
	}
	return { text: masked, counts };
}

/** Masks an example's texts and adds the matches to `counts`. */
export function maskExample(example: Example, counts: { [K in PrivateKind]: number }): Example {
	const mask = (text: string): string => {
		const masked = maskPrivate(text);
		for (const kind of privateKinds) counts[kind] += masked.counts[kind];
		return masked.text;
	};
	const maskAll = (value: Json): Json => {
		if (typeof value === 'string') return mask(value);
		if (Array.isArray(value)) return value.map(maskAll);
		if (!isObject(value)) return value;
		const entries = Object.entries(value).map(([key, inner]) => {
			// Arguments may be JSON text.
			const isText = key === 'arguments' && typeof inner === 'string';
			const parsed = isText ? parseExact(inner) : undefined;
			return [key, parsed instanceof Map ? exactText(parsed, mask) : maskAll(inner)];
		});
		return Object.fromEntries(entries) as Json;
	};
	const messages = example.messages.map(
		({ tool_calls: calls, reasoning_content: thoughts, ...message }) => ({
			...message,
			content: mask(message.content),
			...(calls && { tool_calls: calls.map(maskAll) }),
			...(thoughts !== undefined && { reasoning_content: mask(thoughts) }),
		}),
	);
	return { ...example, messages };
}

/** ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: string): boolean {
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = Number(digits[digits.length - 1 - i]);
		const doubled = i % 2 === 1 ? 2 * digit : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
