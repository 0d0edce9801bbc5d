/**
 * A weighted sum of adapters as one adapter of a higher rank. No dense matrix is computed:
 *
 *   Σ_i w_i s B_i A_i = s [w_1 B_1 … w_n B_n] [A_1; …; A_n]
 *                          [out, n · rank]     [n · rank, inner]
 */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { TensorSpec } from '../tensors.ts';
import type { AdaptedModule, Adapter } from './adapter.ts';

/** An adapter with `count` times the rank. Throws InputError for DoRA, which is not a sum. */
export function stackAdapter(adapter: Adapter, count: number): Adapter {
	const specs: TensorSpec[] = [];
	let size = 0;
	const add = ({ name, role, aliases }: TensorSpec, shape: readonly number[]): TensorSpec => {
		const added = { name, role, ...(aliases && { aliases }), shape, offset: size };
		const sized = { ...added, size: sizeOf(shape) };
		size += sized.size;
		specs.push(sized);
		return sized;
	};
	const modules = adapter.modules.map((module): AdaptedModule => {
		if (module.magnitudes.length > 0)
			throw fieldError(
				'adapter.dora',
				say('changes of adapters with lengths of rows (DoRA) cannot be added. Choose LoRA.'),
			);
		const rank = count * module.rank;
		return {
			...module,
			rank,
			a: add(module.a, [rank, module.inner]),
			b: module.b.map((part) => add(part, [part.shape[0], rank])),
		};
	});
	return { ...adapter, modules, specs, size };
}

/**
 * The numbers of `stacked`, from stackAdapter(adapter, members.length). Each member is the flat
 * vector of an adapter of the shape `adapter`; its weight can be any number.
 */
export function stackNumbers(
	adapter: Adapter,
	stacked: Adapter,
	members: readonly Float32Array[],
	weights: readonly number[],
): Float32Array {
	const flat = new Float32Array(stacked.size);
	adapter.modules.forEach(({ a, b, rank }, index) => {
		const into = stacked.modules[index];
		members.forEach((numbers, m) => {
			flat.set(numbers.subarray(a.offset, a.offset + a.size), into.a.offset + m * a.size);
			b.forEach(({ offset, size }, part) => {
				const start = into.b[part].offset + m * rank;
				for (let i = 0; i < size; i++) {
					const row = Math.floor(i / rank);
					flat[start + row * into.rank + (i % rank)] = weights[m] * numbers[offset + i];
				}
			});
		});
	});
	return flat;
}
