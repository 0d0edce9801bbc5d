/** The fields of a study file, version 1. parse.ts checks them against each other and the lab. */
import * as v from 'valibot';
import { above0, between, list, mustBe, object, sha256, text, whole } from '#core/fields.ts';

const maxLength = 5000;

/** A list that may be empty. */
const anyList = <const T extends v.GenericSchema>(item: T, what: string) => {
	const message = mustBe(`a list of at most ${maxLength} ${what}`);
	return v.pipe(v.array(item, message), v.maxLength(maxLength, message));
};

const seed = whole(0, Number.MAX_SAFE_INTEGER);
const steps = whole(1, 1_000_000);
const seconds = above0(1e6);
const tokens = whole(1, 1e12);
const ids = v.exactOptional(anyList(text(100), 'skills’ ids'));

const policy = object({
	label: text(100),
	id: text(100),
	preset: v.exactOptional(text(100)),
	settings: v.exactOptional(v.record(v.string(), v.unknown(), mustBe('an object of settings')), {}),
	meanOf: v.exactOptional(text(100)),
	steps: v.exactOptional(steps),
});

const search = object({
	draws: whole(1, 10_000),
	refinements: whole(1, 10_000),
	finalists: whole(1, 1000),
	seeds: v.tuple([seed, seed], mustBe('a list of two seeds')),
	concentration: between(0.1, 1000),
	spread: between(0.01, 10),
});

const model = v.union(
	[text(100), v.strictObject({ id: text(100), sha256 })],
	mustBe('a model’s id, or its {id, sha256}'),
);

/** A file has `{"updates": 300}`, a study value `{"kind": "updates", "updates": 300}`. */
const budget = v.union(
	[
		v.strictObject({ kind: v.exactOptional(v.literal('updates'), 'updates'), updates: steps }),
		v.strictObject({ kind: v.exactOptional(v.literal('tokens'), 'tokens'), tokens }),
		v.strictObject({ kind: v.exactOptional(v.literal('seconds'), 'seconds'), seconds }),
	],
	mustBe('one of {"updates": n}, {"tokens": n}, {"seconds": n} with n above 0'),
);

const axes = {
	models: v.exactOptional(list(model, 'models', maxLength)),
	epochs: v.exactOptional(list(above0(10_000), 'numbers of epochs', maxLength)),
	learningRates: v.exactOptional(list(above0(1), 'learning rates', maxLength)),
	domainShares: v.exactOptional(list(between(0, 1), 'shares', maxLength)),
};

export const studyFile = object({
	version: v.literal(1, mustBe('1, the version that this lab reads')),
	title: text(200),
	about: v.exactOptional(v.pipe(v.string(mustBe('text')), v.maxLength(4000)), ''),
	experiment: v.exactOptional(v.unknown(), null),
	policies: v.exactOptional(anyList(policy, 'policies'), []),
	seeds: list(seed, 'seeds', maxLength),
	...axes,
	budget: v.exactOptional(v.nullable(budget), null),
	against: v.exactOptional(anyList(text(100), 'labels'), []),
	target: v.exactOptional(v.nullable(text(100)), null),
	search: v.exactOptional(v.nullable(search), null),
	groups: v.exactOptional(object({ domain: ids, general: ids })),
});

export type StudyFile = v.InferOutput<typeof studyFile>;
