/**
 * How every kernel is called: `name(args, part, parts)`. `args` points to words of 4 bytes: the pointers of the operands (inputs,
 * then outputs), the sizes, then the scalars as float32. A call computes share `part` of `parts` of the output; each element of
 * an output is computed whole by one part, in an order that does not depend on `parts`: the number of threads changes no bit.
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

/** Where the share of `part` starts among `count` things, and that of the part before ends; a share has whole groups. */
// @ts-ignore: decorator
@inline
export function shareStart(count: usize, group: usize, part: i32, parts: i32): usize {
	const groups = (count + group - 1) / group;
	return min<usize>(((groups * <usize>part) / <usize>parts) * group, count);
}
