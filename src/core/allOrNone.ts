/**
 * Makes several resources, all or none. `make` passes each resource to `keep` as soon as it exists.
 * When `make` throws, the kept resources are disposed in reverse order.
 */
export async function allOrNone<T>(
	make: (keep: <D extends { dispose(): void }>(made: D) => D) => Promise<T>,
): Promise<T> {
	const kept: { dispose(): void }[] = [];
	try {
		return await make((made) => {
			kept.push(made);
			return made;
		});
	} catch (error) {
		kept.reverse().forEach((made) => made.dispose());
		throw error;
	}
}
