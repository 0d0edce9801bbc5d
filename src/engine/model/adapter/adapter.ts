/**
 * An adapter as in peft: small matrices beside the frozen ones of chosen layers (LoRA, Hu et al.
 * 2021).
 *
 *   y = x Wᵀ + s D(x) Aᵀ Bᵀ          W [out, inner], A [rank, inner], B [out, rank]
 *
 * D is dropout; s = α/rank, or α/√rank. A fused layer of a checkpoint has one A for its parts.
 */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { TensorSpec } from '../tensors.ts';
import type { BaseStorage } from '../weightLayout.ts';
import { fromRows } from '../stored.ts';
import { storedRow, targetModules, type AdaptedModel, type LinearModule } from './modules.ts';
import type { AdapterPlan } from './product.ts';
import type { AdapterSettings } from '../adapterSettings.ts';

/** A linear layer with its adapter. */
export interface AdaptedModule extends LinearModule {
	readonly rank: number;
	readonly alpha: number;
	/** s */
	readonly scaling: number;
	readonly a: TensorSpec;
	/** One for each of `parts`. */
	readonly b: readonly TensorSpec[];
	/** Trained lengths of the rows of each of `parts` (DoRA). Empty: none. */
	readonly magnitudes: readonly TensorSpec[];
}

export interface Adapter {
	readonly modules: readonly AdaptedModule[];
	/** The trained tensors with peft's names, in the order of the flat vector. */
	readonly specs: readonly TensorSpec[];
	/** Numbers of the flat vector. */
	readonly size: number;
	readonly dropout: number;
	/** How the frozen matrices are stored. */
	readonly base: BaseStorage;
}

/** Weights that all stay as they are, stored like the base of an adapter. */
export const withoutAdapter = (base: BaseStorage): Adapter => ({
	modules: [],
	specs: [],
	size: 0,
	dropout: 0,
	base,
});

export const adapterPlan = ({ modules, dropout }: Adapter): AdapterPlan => ({
	modules: new Map(
		modules.flatMap(({ parts, scaling }, index) =>
			parts.map(({ role }) => [role, { scaling, index }] as const),
		),
	),
	dropout,
});

/**
 * Throws InputError: a target is not a linear layer of the model, or DoRA's base is encoded.
 */
export function makeAdapter(model: AdaptedModel, settings: AdapterSettings): Adapter {
	// The lengths of W + s B A are computed from W in 32 bits.
	if (settings.dora && settings.base !== undefined && settings.base !== 'f32')
		throw fieldError(
			'adapter.base',
			say(
				'must be f32 with DoRA, which computes the lengths of rows in 32 bits. Choose 32 bits, or LoRA.',
			),
		);
	const specs: TensorSpec[] = [];
	let size = 0;
	const add = (spec: Omit<TensorSpec, 'offset' | 'size'>): TensorSpec => {
		const added = { ...spec, offset: size, size: sizeOf(spec.shape) };
		size += added.size;
		specs.push(added);
		return added;
	};
	const modules = targetModules(model, settings).map((module): AdaptedModule => {
		const { path, inner, out, parts } = module;
		const { rank, alpha } = settings;
		const name = `base_model.model.${path}`;
		const roles = parts.map(({ role }) => role);
		/** The part's rows of the checkpoint's tensor with `shape`. */
		const storedPart = (part: TensorSpec, shape: readonly number[]) =>
			parts.length > 1 && { stored: { ...fromRows(shape, (row) => storedRow(part, row)), shape } };
		const [first, ...others] = roles.map((role) => `${role}LoraA`);
		return {
			...module,
			rank,
			alpha,
			scaling: alpha / (settings.rankStabilised ? Math.sqrt(rank) : rank),
			a: add({
				name: `${name}.lora_A.weight`,
				role: first,
				...(others.length > 0 && { aliases: others }),
				shape: [rank, inner],
			}),
			b: parts.map((part) =>
				add({
					name: `${name}.lora_B.weight`,
					role: `${part.role}LoraB`,
					shape: [part.shape[0], rank],
					...storedPart(part, [out, rank]),
				}),
			),
			magnitudes: (settings.dora ? parts : []).map((part) =>
				add({
					name: `${name}.lora_magnitude_vector`,
					role: `${part.role}LoraMagnitude`,
					shape: [part.shape[0]],
					...storedPart(part, [out]),
				}),
			),
		};
	});
	const { dropout = 0, base = 'f32' } = settings;
	return { modules, specs, size, dropout, base };
}
