/** Blind marking: what was not done when the dialog was closed does not open it again. */
import { expect, test, vi } from 'vitest';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';
import { answerSet, questionSet } from '../../../../../tests/support/question.ts';
import { MarkingState } from './MarkingState.svelte.ts';

test('what comes after the dialog was closed does not open it again', async () => {
	const questions = questionSet({ id: 'a', prompt: 'Why?', rubric: { accuracy: 'A cause.' } });
	const sets = ['one', 'two'].map((id) => answerSet(id, { a: `Because of ${id}.` }));
	let store = () => {};
	const lab = {
		'question.open': async () => questions,
		'answer.open': async ({ id }: { id: string }) => {
			return { id, set: sets.find((set) => set.id === id)!, scores: [] };
		},
		'answer.score': vi.fn(() => new Promise<void>((resolve) => (store = resolve))),
	};
	const refresh = vi.fn(async () => undefined);
	const screen = { answers: [], request: { questions: 'q', answerSets: ['one', 'two'] }, refresh };
	const marking = new MarkingState(lab, screen, memoryStorage());
	marking.rater = 'Ada';
	await marking.begin();
	expect(marking.marking).not.toBeNull();
	const pressed = marking.press('1');
	await vi.waitFor(() => expect(lab['answer.score']).toHaveBeenCalled());
	const closed = marking.close();
	expect(refresh).not.toHaveBeenCalled();
	store();
	await Promise.all([pressed, closed]);
	expect(refresh).toHaveBeenCalledOnce();
	expect([marking.marking, marking.result]).toEqual([null, null]);
	await Promise.all([marking.begin(), marking.close()]);
	expect(marking.marking).toBeNull();
});
