/** A relative rise of the loss below 2 % is not reported. */
const noticeable = 1.02;
/** At twice the loss, the model gives the right token the square of its earlier probability. */
const large = 2;

/** How much of a text the base model forgot. Losses on a text that is not trained, in nats. */
export function forgottenAmount(base: number, loss: number): 'nothing' | 'some' | 'most' {
	if (!(loss > noticeable * base)) return 'nothing';
	return loss >= large * base ? 'most' : 'some';
}
