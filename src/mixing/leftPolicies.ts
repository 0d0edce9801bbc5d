/** The ids of the policies that left in 1.0, each with a policy that comes near it. */
const nearest = {
	fastmix: 'dynamix-sft',
	length: 'ifd',
	msft: 'loss-proportional',
	'op-mix': 'fixed',
	regmix: 'fixed',
	'rho-loss': 'raise',
	'size-cap': 'temperature',
	stratified: 'fixed',
	unimax: 'temperature',
} as const;
type LeftPolicy = keyof typeof nearest;

/** Whether a policy with this id left: stored runs of it open, and none trains. */
export const hasLeft = (id: string): id is LeftPolicy => Object.hasOwn(nearest, id);

export const nearestPolicy = (id: LeftPolicy) => nearest[id];
