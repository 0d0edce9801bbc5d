/**
 * How every kernel is called: `name(args, part, parts)`. `args` points to words of 4 bytes: the pointers of the operands (inputs,
 * then outputs), the sizes, then the scalars as float32. A call computes share `part` of `parts` of the output; each element of
 * an output is computed whole by one part, so that the number of threads changes no bit of it.
 */

/** Word `i` of the arguments as a pointer, which is also how a size is read. */
// @ts-ignore: decorator
@inline
export function word(args: usize, i: i32): usize {
	return <usize>load<u32>(args + (<usize>i << 2));
}

/** Word `i` of the arguments as a float32. */
// @ts-ignore: decorator
@inline
export function scalar(args: usize, i: i32): f32 {
	return load<f32>(args + (<usize>i << 2));
}

/** The first of `count` things that belong to `part`; the shares are runs of whole groups of `group` things, as even as can be. */
export function shareStart(count: usize, group: usize, part: i32, parts: i32): usize {
	const groups = (count + group - 1) / group;
	return min((<u64>groups * <u64>part) / <u64>parts * <u64>group, <u64>count) as usize;
}
