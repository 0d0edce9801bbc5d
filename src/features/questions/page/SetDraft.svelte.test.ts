/** A question set while it is edited: a copy that changes field by field, and comes out as JSON without empty fields. */
import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import type { Question, QuestionSet } from '../model/questions.ts';
import { SetDraft } from './SetDraft.svelte.ts';

const weights: Question['weights'] = {
	...{ clarity: 1, accuracy: 3, completeness: 0, conciseness: 0 },
	...{ safety: 0, specificity: 0, consideration: 0, politeness: 0 },
};
const rule = { rule: 'exact', category: 'accuracy', settings: { accept: ['a'] } } as const;
const set: QuestionSet = {
	...{ version: 1, name: 'Two', about: 'Of the test.', language: 'en' },
	questions: ['q-1', 'q-2'].map((id) => ({
		...{ id, scope: 'general', prompt: `${id}?`, reference: 'a', weights, rubric: {} },
		rules: [rule],
	})),
};
const draftOf = () => new SetDraft(set, set.name);

test('unchanged it is the same set', () => {
	expect(draftOf().set()).toEqual(set);
	expect(draftOf().changed).toBe(false);
});

test('fields change in the copy alone, and one that is emptied goes away', () => {
	const draft = draftOf();
	draft.show(1);
	draft.change({ prompt: 'Else?', reference: undefined });
	draft.weigh('safety', 2);
	draft.describe('safety', 'No harm.');
	draft.describe('clarity', 'Plain.');
	draft.describe('clarity', ' ');
	const { questions } = draft.set();
	expect(questions[0]).toEqual(set.questions[0]);
	expect(questions[1]).toMatchObject({ prompt: 'Else?', rubric: { safety: 'No harm.' } });
	expect(questions[1].weights).toEqual({ ...weights, safety: 2 });
	expect('reference' in questions[1]).toBe(false);
	expect(Object.keys(questions[1].rubric)).toEqual(['safety']);
	expect(set.questions[1].prompt).toBe('q-2?');
	expect(draft.changed).toBe(true);
});

test('questions are added, copied under a free id, and deleted down to none', () => {
	const draft = draftOf();
	draft.add('New question', true);
	expect(draft.questions.map(({ id }) => id)).toEqual(['q-1', 'q-3', 'q-2']);
	expect(draft.question).toMatchObject({ prompt: 'q-1?' });
	draft.add('New question', false);
	expect(draft.question).toMatchObject({ id: 'new-2', prompt: 'New question', rules: [] });
	for (let left = 4; left > 0; left--) draft.remove();
	expect([draft.questions.length, draft.question]).toEqual([0, undefined]);
	draft.add('New question', true);
	expect(draft.question).toMatchObject({ id: 'new-2' });
});

test('rules are typed as JSON, and one that is none is named by its question', () => {
	const draft = draftOf();
	draft.addRule({ ...rule, settings: { accept: ['b'] } });
	draft.setRule(0, '{"accept": ["c"]}');
	expect(draft.set().questions[0].rules.map(({ settings }) => settings)).toEqual([
		{ accept: ['c'] },
		{ accept: ['b'] },
	]);
	draft.setRule(1, '{"accept": ');
	flushSync();
	expect(draft.broken).toEqual(['q-1']);
	draft.removeRule(1);
	expect(draft.broken).toEqual([]);
});
