/**
 * Makes several resources, all or none. `make` passes each resource to `keep` as soon as it exists.
 * `dispose` disposes the kept ones in reverse order. It is called when `make` throws.
 */
export async function allOrNone<T>(
	make: (keep: <D extends { dispose(): void }>(made: D) => D, dispose: () => void) => Promise<T>,
): Promise<T> {
	const resources: { dispose(): void }[] = [];
	const dispose = () => resources.toReversed().forEach((made) => made.dispose());
	try {
		return await make((made) => {
			resources.push(made);
			return made;
		}, dispose);
	} catch (error) {
		dispose();
		throw error;
	}
}
