/** What a proposed mix should improve: one form for laws (right answers) and blends (losses). */
export interface MixGoal {
	/** How much each skill counts, by its id: 0 or more, absent: 0. All 0: all alike. */
	readonly weights: Readonly<Record<string, number>>;
	/** Their weighted mean, or the worst of those that count. */
	readonly measure: 'average' | 'weakest';
	/**
	 * No skill may get worse by more than this: with a law, a share of right answers below that of
	 * equal shares; with a blend, nats above the loss of now. null: any may.
	 */
	readonly limit: number | null;
	/** By id: with a law, the lowest share of right answers; with a blend, the highest loss. */
	readonly bounds?: Readonly<Record<string, number>>;
}

/** The mean of all skills. */
export const wholeGoal: MixGoal = { weights: {}, measure: 'average', limit: null };

/** These skills count alike. */
export const equalWeights = (ids: readonly string[]): MixGoal['weights'] =>
	Object.fromEntries(ids.map((id) => [id, 1]));

/** In the order of `ids`. `all`: of the skills that count if none is named. */
export function goalWeights(
	{ weights }: Pick<MixGoal, 'weights'>,
	ids: readonly string[],
	all: readonly string[] = ids,
): number[] {
	const named = ids.map((id) => weights[id] ?? 0);
	return named.some((weight) => weight > 0) ? named : ids.map((id) => Number(all.includes(id)));
}
