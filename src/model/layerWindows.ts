/** Reads from a config of transformers which layers have a sliding window. */
import * as v from 'valibot';
import { list, oneOf } from '#core/fields.ts';
import { layerMismatch } from './architecture.ts';
import { flagOr, positive } from './configFields.ts';

const kinds = ['full_attention', 'sliding_attention'] as const;
export const layerTypesField = v.nullish(list(oneOf(kinds), 'kinds of layers', 1000));
type LayerKind = (typeof kinds)[number];

/** The fields of Qwen. */
export const windowFields = {
	use_sliding_window: flagOr(false),
	sliding_window: v.nullish(positive, 4096),
	max_window_layers: v.nullish(v.number(), 28),
	layer_types: layerTypesField,
};
type Fields = v.InferOutput<v.ObjectSchema<typeof windowFields, undefined>>;

/** Qwen: without a list the layers from `max_window_layers` on have a window. */
export function readWindows(c: Fields & { readonly num_hidden_layers: number }): {
	readonly windows?: readonly number[];
} {
	if (!c.use_sliding_window) return {};
	const layers = c.num_hidden_layers;
	const readKind = (i: number): LayerKind =>
		i >= c.max_window_layers ? 'sliding_attention' : 'full_attention';
	const types = c.layer_types ?? Array.from({ length: layers }, (_, i) => readKind(i));
	return { windows: layerWindows(types, layers, c.sliding_window) };
}

/** Throws InputError unless there is a kind for each layer. */
export function layerWindows(kinds: readonly LayerKind[], count: number, window: number): number[] {
	if (kinds.length !== count) throw layerMismatch('layer_types', kinds.length, count);
	return kinds.map((type) => (type === 'sliding_attention' ? window : 0));
}
