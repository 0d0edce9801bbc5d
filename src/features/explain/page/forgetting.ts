/** How much of what the base model knew is forgotten, by the loss on text that is not trained. */

/** A relative rise of the loss below 2 % is not reported. */
const noticeable = 1.02;
/** At twice the loss, the model gives the right token the square of its earlier probability. */
const large = 2;

export function forgotten(base: number, loss: number): 'nothing' | 'some' | 'most' {
	if (!(loss > noticeable * base)) return 'nothing';
	return loss >= large * base ? 'most' : 'some';
}
