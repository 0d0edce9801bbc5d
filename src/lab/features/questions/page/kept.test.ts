/** The question sets of a backup: those that the visitor's answers need in another lab. */
import { expect, test } from 'vitest';
import { setInfo } from '../model/set.ts';
import { shippedSets } from '../model/sets/shipped.ts';
import { keptQuestions } from './kept.ts';
import type { QuestionsLab } from './QuestionsState.svelte.ts';

test('a backup has shipped sets with answers, which a later version can lack', async () => {
	const [answered, other] = shippedSets().map((set) => setInfo(set, true));
	const ownSet = { ...other, sha256: 'f'.repeat(64), shipped: false };
	const lab = {
		'question.list': async () => [answered, other, ownSet],
		'question.export': async ({ sha256 }: { sha256: string }) => ({ name: sha256 }),
		'answer.list': async () => [{ questions: answered.sha256 }],
	};
	const [sets] = keptQuestions(lab as unknown as QuestionsLab, {
		load: async () => undefined,
		chosen: null,
	});
	const parts = await Promise.all((await sets.list()).map(({ read }) => read()));
	expect(parts.map(({ id }) => id)).toEqual([answered.sha256, ownSet.sha256]);
});
