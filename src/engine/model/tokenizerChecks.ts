/**
 * Checks of a tokenizer.json before it is used. A wrong id would make the model read outside its
 * weights. A pattern may never end on a text, so unknown texts are encoded in a worker that can be
 * ended (lab/worker/throwaway.ts).
 */
import { InputError } from '#engine/core/errors.ts';
import { isObject } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { quote } from '#engine/core/text.ts';

export interface AddedToken {
	readonly id: number;
	readonly content: string;
	readonly special?: boolean;
}
export interface TokenizerJson {
	readonly added_tokens?: readonly AddedToken[] | null;
	readonly normalizer?: unknown;
	readonly pre_tokenizer?: unknown;
	readonly decoder?: unknown;
	readonly model?: {
		readonly type?: string;
		readonly vocab?: Readonly<Record<string, number>>;
		readonly merges?: readonly (string | readonly [string, string])[];
		/** A word in the vocabulary is one token. */
		readonly ignore_merges?: boolean;
		/** A character without a token becomes its bytes. */
		readonly byte_fallback?: boolean;
	};
}

/** Fields that change tokens and that the lab does not follow. */
const unread = {
	model: ['continuing_subword_prefix', 'end_of_word_suffix', 'dropout'],
	added_tokens: ['single_word', 'lstrip', 'rstrip'],
};

/** Throws InputError with the field. Returns 1 + the highest id. */
export function checkTokenizerJson({ model, added_tokens }: TokenizerJson): number {
	// Files from before the field existed are BPE.
	const type = model?.type ?? 'BPE';
	if (type !== 'BPE')
		throw wrong(
			'model.type',
			say('{type} is not supported', { type: quote(type) }),
			say('Use a model with a tokenizer of type {modelTypes}.', { modelTypes: 'BPE' }),
		);
	if (!isObject(model?.vocab))
		throw wrong('model.vocab', say('an object from token to id is needed'));
	const listed: unknown = added_tokens ?? [];
	if (!Array.isArray(listed)) throw wrong('added_tokens', say('a list is needed'));
	const added = listed as readonly (Partial<AddedToken> | null)[];
	const tokens = new Map<number, string>();
	const ids = new Map<string, number>();
	const add = (field: string, token: unknown, id: unknown) => {
		if (typeof token !== 'string') throw wrong(field, say('its content is not a text'));
		if (typeof id !== 'number' || !Number.isInteger(id) || !(id >= 0 && id < 2 ** 32))
			throw wrong(
				`${field}: ${quote(token)}`,
				say('its id is {id}; a whole number from 0 on is needed', { id: quote(id) }),
			);
		const other = tokens.get(id);
		if (other !== undefined && other !== token)
			throw wrong(
				`${field}: ${quote(token)}`,
				say('its id {id} also belongs to {other}', { id, other: quote(other) }),
			);
		// The package tokenizers takes the vocabulary's id, and of two added tokens the first.
		const known = ids.get(token) ?? id;
		if (known !== id)
			throw wrong(
				`${field}: ${quote(token)}`,
				say('its id is {id}, and it also has the id {other}', { id, other: known }),
			);
		tokens.set(id, token);
		ids.set(token, id);
	};
	for (const [token, id] of Object.entries(model.vocab)) add('model.vocab', token, id);
	added.forEach((token, i) => {
		add(`added_tokens[${i}]`, token?.content, token?.id);
		refuseFields(`added_tokens[${i}]`, token!, unread.added_tokens);
	});
	refuseFields('model', model, unread.model);
	checkMerges(model.merges);
	return 1 + Math.max(-1, highest(tokens.keys()));
}

function refuseFields(path: string, part: object, names: readonly string[]): void {
	const fields: Readonly<Record<string, unknown>> = { ...part };
	const name = names.find((field) => Boolean(fields[field]));
	if (name !== undefined)
		throw unusable(
			say('the part {detail} is not supported', {
				detail: `${path}.${name}: ${quote(fields[name])}`,
			}),
		);
}

/** The library takes the form of the first entry for all. */
function checkMerges(merges: unknown): void {
	if (!Array.isArray(merges)) throw wrong('model.merges', say('a list is needed'));
	const list = merges as readonly unknown[];
	const isPair = (entry: unknown) =>
		Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string');
	const isText = (entry: unknown) => typeof entry === 'string' && /^[^ ]+ [^ ]+$/.test(entry);
	const isForm = isPair(list[0]) ? isPair : isText;
	const bad = list.findIndex((entry) => !isForm(entry));
	if (bad >= 0)
		throw wrong(
			`model.merges[${bad}]`,
			say('{list} is not like the others: two tokens in a list, or with a space between', {
				list: quote(list[bad]),
			}),
		);
}

/** The error of a part that the lab cannot use. */
export const unusable = (why: string | Message, cause?: unknown) =>
	new InputError(
		say(
			'tokenizer.json cannot be used: {why}. Use a model whose tokenizer has the usual parts of transformers.',
			{ why },
		),
		{ file: 'tokenizer.json' },
		{ cause },
	);

function wrong(
	field: string,
	what: Message,
	fix = say('Download or export the tokenizer again.'),
): InputError {
	return new InputError(
		say('tokenizer.json: {field}: {what}. {mend}', { field, what, mend: fix }),
		{ file: 'tokenizer.json', field },
	);
}
