/** A function that computes its value once for each argument. */
export function remembered<Argument, Value>(make: (argument: Argument) => Value) {
	const known = new Map<Argument, Value>();
	return (argument: Argument): Value => {
		if (!known.has(argument)) known.set(argument, make(argument));
		return known.get(argument) as Value;
	};
}
