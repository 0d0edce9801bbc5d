/** A copy without the named fields. */
export const without = <T extends object, const K extends keyof T>(
	value: T,
	...names: readonly K[]
): Omit<T, K> =>
	Object.fromEntries(
		Object.entries(value).filter(([name]) => !(names as readonly PropertyKey[]).includes(name)),
	) as Omit<T, K>;
