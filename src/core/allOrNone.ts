/** Several things that are made one after the other, of which none is left behind when a later one cannot be made. */

/** `keep` what was made as soon as it is there: when `make` throws, it is disposed of, the last first. */
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
