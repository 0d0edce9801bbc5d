/** Cosines and sines of rotary positions, [positions × headDim / 2], for the other engines. */
import type { DecoderConfig } from '../../src/engine/model/decoderConfig.ts';

export function rotaryTables(
	{ headDim, rotaryBase }: DecoderConfig,
	positions: number,
): { readonly cos: Float32Array<ArrayBuffer>; readonly sin: Float32Array<ArrayBuffer> } {
	const half = headDim / 2;
	const angle = (i: number) => Math.floor(i / half) * rotaryBase ** ((-2 * (i % half)) / headDim);
	const table = (angleOf: (angle: number) => number) =>
		Float32Array.from({ length: positions * half }, (_, i) => angleOf(angle(i)));
	return { cos: table(Math.cos), sin: table(Math.sin) };
}
