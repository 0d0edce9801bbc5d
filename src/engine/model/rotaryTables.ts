/**
 * Angles of rotary positions, with the scalings that stretch a model's context. θ_i is the angle
 * per position of plane i < d/2 (kernels/rotary.ts). Source: transformers' modeling_rope_utils.py.
 */
import { rotaryAngles, rotaryTable } from '#engine/gpu/kernels.ts';
import type { RotaryScaling } from './decoderConfig.ts';

export interface RotaryPositions {
	/** Numbers per head. */
	readonly width: number;
	/** The first numbers of a head, which are rotated. Even. */
	readonly rotated: number;
	readonly base: number;
	readonly scaling?: RotaryScaling | undefined;
}

/** [context × width]: see kernels/rotary.ts. */
export function scaledRotaryTable(
	context: number,
	{ width, rotated, base, scaling }: RotaryPositions,
): Float32Array {
	// Planes that are not rotated have the angle 0 and the factor 1.
	const angles = new Float64Array(width / 2);
	angles.set(
		rotaryAngles(rotated, base).map((angle, i) => scaledAngle(angle, i, rotated, base, scaling)),
	);
	const factor = scaling && 'attention' in scaling ? scaling.attention : 1;
	const factors = angles.map((_, i) => (i < rotated / 2 ? factor : 1));
	return rotaryTable(context, angles, factors);
}

/** θ: the angle of plane i without scaling, base^(−2i/d). */
function scaledAngle(
	angle: number,
	plane: number,
	d: number,
	base: number,
	scaling: RotaryScaling | undefined,
): number {
	switch (scaling?.kind) {
		case undefined:
			return angle;
		case 'linear':
			return angle / scaling.factor;
		case 'llama3':
			return llama3Angle(angle, scaling);
		case 'yarn':
			return yarnAngle(angle, plane, d, base, scaling);
		case 'longrope':
			return angle / scaling.factors[plane];
	}
}

type ScalingOf<K extends RotaryScaling['kind']> = Extract<RotaryScaling, { readonly kind: K }>;

/**
 * Llama 3.1 (Grattafiori et al. 2024, arXiv 2407.21783). A plane turns n = original θ / 2π times in
 * the original context:
 *
 *   θ' = θ                      if n > high
 *   θ' = θ/factor               if n < low
 *   θ' = (1 − s) θ/factor + s θ   between, s = (n − low) / (high − low)
 */
function llama3Angle(angle: number, scaling: ScalingOf<'llama3'>): number {
	const { factor, lowFactor, highFactor, original } = scaling;
	const turns = (original * angle) / (2 * Math.PI);
	if (turns > highFactor) return angle;
	if (turns < lowFactor) return angle / factor;
	const share = (turns - lowFactor) / (highFactor - lowFactor);
	return ((1 - share) * angle) / factor + share * angle;
}

/**
 * YaRN (Peng et al. 2023, arXiv 2309.00071, § 3.2), with bounds by plane as in its own code:
 *
 *   θ'_i = (1 − r_i) θ_i + r_i θ_i/factor,  r_i = (i − p(fast)) / (p(slow) − p(fast)), within 0 … 1
 *   p(n) = d ln(original / 2πn) / (2 ln base)          the plane that turns n times in the context
 */
function yarnAngle(
	angle: number,
	plane: number,
	d: number,
	base: number,
	{ factor, fast, slow, original, isTruncated }: ScalingOf<'yarn'>,
): number {
	const makePlane = (turns: number) =>
		(d * Math.log(original / (turns * 2 * Math.PI))) / (2 * Math.log(base));
	const [first, last] = [makePlane(fast), makePlane(slow)];
	const low = Math.max(0, isTruncated ? Math.floor(first) : first);
	const high = Math.min(d - 1, isTruncated ? Math.ceil(last) : last);
	// Equal bounds would divide by 0; transformers moves one by 0.001.
	const ramp = (plane - low) / (high === low ? 0.001 : high - low);
	const share = Math.min(1, Math.max(0, ramp));
	return (1 - share) * angle + (share * angle) / factor;
}
