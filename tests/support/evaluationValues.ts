/** A small stored question set with answers and a score. */
import { parseSet, setInfo } from '#lab/features/questions/model/parseSet.ts';
import type { AnswerSetRecord, QuestionSetRecord } from '#lab/features/questions/model/types.ts';

export function evaluationRecords(): {
	readonly questionSet: QuestionSetRecord;
	readonly answerSet: AnswerSetRecord;
} {
	const { set } = parseSet({
		name: 'Two “Ä”',
		questions: [
			{ id: 'a', prompt: '2 + 3?', reference: '5', impact: 'high' },
			{ id: 'b', prompt: '3 + 2?', reference: '5', scope: 'domain', paraphraseOf: 'a' },
		],
	});
	const info = setInfo(set, false, 1_700_000_200_000);
	const id = 'answers-1';
	const by = { kind: 'person', name: 'Ada' } as const;
	return {
		questionSet: { sha256: info.sha256, info, set },
		answerSet: {
			id,
			set: {
				id,
				questions: info.sha256,
				madeAt: 1_700_000_300_000,
				origin: { kind: 'lab' },
				by: { kind: 'tuned', name: 'base, uniform', runId: 'run-1', step: 4, seed: 7 },
				answers: [
					{ id: 'a', text: '5' },
					{ id: 'b', text: '𝒜', cut: true },
				],
			},
			scores: [{ answerSet: id, question: 'a', category: 'clarity', value: 0.75, by }],
		},
	};
}
