/**
 * The error-rate reward: share of a minibatch whose whole answer is not the greedy one. Ours, in no paper.
 *
 *   R_i = max(.02, 1 − mean_j correct_j) over L training examples; correct_j = 1 if every answer token is the argmax
 *   (teacher forcing). The floor keeps a learnt skill in the mix, so that forgetting is seen.
 *
 * Plain text has no one right answer, so its error rate would stay at 1: for such a skill R_i is the loss ratio
 * (lossRatio.ts), which also starts at 1 and falls with learning. A skill counts as plain text for as long as every row
 * that was measured of it has a prompt of at most one token (0, or the one that begins every example): a rule on the rows
 * themselves, which needs no word from the visitor and can only change once.
 */
const errorFloor = 0.02;

export const errorRateRewards = (
	right: readonly number[],
	lossRatios: readonly number[],
	isText: readonly boolean[],
): number[] =>
	right.map((share, i) => (isText[i] ? lossRatios[i] : Math.max(errorFloor, 1 - share)));

/** Per skill: whether some row of it has a prompt of more than one token; promptTokens [N × L]. */
export const havePrompts = (promptTokens: Float32Array, skills: number): boolean[] => {
	const examples = promptTokens.length / skills;
	return Array.from({ length: skills }, (_, i) =>
		promptTokens.subarray(i * examples, (i + 1) * examples).some((tokens) => tokens > 1),
	);
};
