/**
 * Checks of a tokenizer.json before it is used. An id that is no row of the embedding would make
 * the model read outside its weights, and one pattern can stop the worker for good.
 */
import { InputError } from '#core/errors.ts';
import { isSlowPattern } from './patternCost.ts';

export interface AddedToken {
	readonly id: number;
	readonly content: string;
	readonly special?: boolean;
}
export interface TokenizerJson {
	readonly added_tokens?: readonly AddedToken[] | null;
	readonly model?: {
		readonly type?: string;
		readonly vocab?: Readonly<Record<string, number>>;
	};
}

/**
 * Vocabularies whose ids agree with transformers' in every text that was compared. Unigram differed
 * in 6 of 296 texts.
 */
const modelTypes = ['BPE', 'WordLevel', 'WordPiece'];

/** Throws InputError with the field. Returns 1 + the highest id. */
export function checkTokenizerJson({ model, added_tokens, ...parts }: TokenizerJson): number {
	// Files from before the field existed are BPE.
	const type = model?.type ?? 'BPE';
	if (!modelTypes.includes(type))
		throw wrong('model.type', `${JSON.stringify(type)} is not supported`, {
			mend: `Use a model with a tokenizer of type ${modelTypes.join(', ')}.`,
		});
	const vocab = model?.vocab;
	if (vocab === null || typeof vocab !== 'object' || Array.isArray(vocab))
		throw wrong('model.vocab', 'an object from token to id is needed');
	const listed: unknown = added_tokens ?? [];
	if (!Array.isArray(listed)) throw wrong('added_tokens', 'a list is needed');
	const added = listed as readonly (Partial<AddedToken> | null)[];
	const tokens = new Map<number, string>();
	const add = (field: string, token: unknown, id: unknown) => {
		if (typeof token !== 'string') throw wrong(field, 'its content is no text');
		if (typeof id !== 'number' || !Number.isInteger(id) || id < 0)
			throw wrong(
				`${field}: ${JSON.stringify(token)}`,
				`its id is ${JSON.stringify(id)}; a whole number from 0 on is needed`,
			);
		const other = tokens.get(id);
		if (other !== undefined && other !== token)
			throw wrong(
				`${field}: ${JSON.stringify(token)}`,
				`its id ${id} also belongs to ${JSON.stringify(other)}`,
			);
		tokens.set(id, token);
	};
	for (const [token, id] of Object.entries(vocab)) add('model.vocab', token, id);
	added.forEach((token, i) => add(`added_tokens[${i}]`, token?.content, token?.id));
	checkPatterns(parts, '');
	let highest = -1;
	for (const id of tokens.keys()) highest = Math.max(highest, id);
	return highest + 1;
}

/** Patterns are `{ "Regex": "…" }` at any depth of normalizer, pre_tokenizer and decoder. */
function checkPatterns(value: unknown, path: string): void {
	if (value === null || typeof value !== 'object') return;
	for (const [name, inner] of Object.entries(value)) {
		const field = path === '' ? name : `${path}.${name}`;
		if (name === 'Regex' && typeof inner === 'string' && isSlowPattern(inner))
			throw wrong(field, `the pattern ${inner} can take for ever on a short text`, {
				mend: 'Repeat single characters or classes only, not groups.',
			});
		checkPatterns(inner, field);
	}
}

function wrong(
	field: string,
	what: string,
	{ mend = 'Download or export the tokenizer again.' } = {},
): InputError {
	return new InputError(`tokenizer.json: ${field}: ${what}. ${mend}`, {
		file: 'tokenizer.json',
		field,
	});
}
