/**
 * Arguments of a kernel call `name(args, part, parts)`. `args` points to words of 4 bytes: pointers
 * of the operands (inputs, then outputs), sizes, then scalars as float32. A call computes share
 * `part` of `parts` of the output. One part computes each element, in an order that does not depend
 * on `parts`, so the number of threads changes no bit.
 */

/** Word `i` of the arguments: a pointer or a size. */
// @ts-ignore: decorator
@inline
export function word(args: usize, i: usize): usize {
	return load<usize>(args + (i << 2));
}

/** Word `i` of the arguments as a float32. */
// @ts-ignore: decorator
@inline
export function scalar(args: usize, i: usize): f32 {
	return load<f32>(args + (i << 2));
}

/** The first of `count` items of a part, in whole groups: also the end of the part before. */
// @ts-ignore: decorator
@inline
export function shareStart(count: usize, group: usize, part: i32, parts: i32): usize {
	const groups = (count + group - 1) / group;
	return min<usize>(((groups * <usize>part) / <usize>parts) * group, count);
}
