/** The scorer as a function of its parameters: what every form of it offers. */
export interface ScorerForm {
	/** Number of parameters. */
	readonly size: number;
	/** Parameters → w [N]. */
	logits(parameters: Float64Array): Float64Array;
	/** ∂F/∂w [N] → ∂F/∂parameters. */
	backward(parameters: Float64Array, logitGradient: Float64Array): Float64Array;
	/** Parameters at which the logits are `logits`. */
	at(logits: readonly number[]): Float64Array;
}
