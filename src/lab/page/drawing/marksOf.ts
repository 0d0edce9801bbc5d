/** The marks of one held-out prompt over the evaluations of a run. */
export function marksOf(
	evaluations: readonly { readonly right: readonly boolean[] }[],
	prompt: number,
) {
	/** null: this evaluation asked fewer prompts. */
	const marks = evaluations.map(({ right }) => right.at(prompt) ?? null);
	return {
		marks,
		right: marks.filter((mark) => mark === true).length,
		count: marks.filter((mark) => mark !== null).length,
	};
}
