/** The order in which the rows of a set come in one epoch: every row once; the last one of each set is kept with its stream. */
import { permutation, type RandomStream } from '#core/random.ts';

interface Kept {
	readonly size: number;
	readonly epoch: number;
	readonly order: Uint32Array;
}
const keptByStream = new WeakMap<RandomStream, Map<string, Kept>>();

/**
 * A permutation of 0 … size − 1 that the stream, the set's name and the epoch decide. Pass the same stream object each time:
 * a large set is shuffled once per epoch, not once per draw.
 */
export function epochOrder(
	stream: RandomStream,
	name: string,
	size: number,
	epoch: number,
): Uint32Array {
	const orders = keptByStream.get(stream) ?? new Map<string, Kept>();
	keptByStream.set(stream, orders);
	const kept = orders.get(name);
	if (kept?.size === size && kept.epoch === epoch) return kept.order;
	const order = permutation(stream.child(name), size, epoch);
	orders.set(name, { size, epoch, order });
	return order;
}
