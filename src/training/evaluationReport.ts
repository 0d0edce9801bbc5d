/** What an evaluation tells: plain data. Arrays are indexed like the experiment's skills. */

export interface SkillScore {
	/** Mean over held-out examples of the mean nats per answer token. */
	readonly loss: number;
	/** Share of held-out examples whose whole answer is right under greedy decoding; null for text. */
	readonly exact: number | null;
	/** Share of answer tokens that are the argmax under teacher forcing. */
	readonly tokenAccuracy: number;
	readonly examples: number;
}
export interface Evaluation {
	readonly skills: readonly SkillScore[];
	/** Mean of `exact` over the trained skills that have one. Null when none has. */
	readonly averageExact: number | null;
	readonly worstExact: { readonly skill: number; readonly exact: number } | null;
}
