/** A list over trained skills as a list over all; trained[i] is the place of a policy's skill i. */
export function spread<T>(
	values: readonly T[],
	trained: readonly number[],
	skills: number,
	otherwise: T,
): T[] {
	const all = Array.from({ length: skills }, () => otherwise);
	trained.forEach((place, i) => (all[place] = values[i]!));
	return all;
}
