/** A kernel's operation in tfjs's own ones. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../kernel.ts';

/**
 * Returns new tensors: the outputs, then the new values of updated inputs. `host`: the values of
 * inputs that come from the host, because a tensor on a GPU cannot be read at once.
 */
export type Composition = (
	inputs: readonly tf.Tensor[],
	attributes: Attributes,
	host: HostValues,
) => tf.Tensor[];
export type HostValues = readonly (ArrayLike<number> | undefined)[];
