/** Remembers a function's results by its only argument: several pages need the same figures. */
export function once<Args extends readonly [] | readonly [unknown], Out>(
	make: (...args: Args) => Out,
): (...args: Args) => Out {
	const made = new Map<unknown, Out>();
	return (...args) => {
		const [key] = args;
		if (!made.has(key)) made.set(key, make(...args));
		return made.get(key) as Out;
	};
}
