/** Loads the published law, which comes with the page, and what reads it. */
import type { LawFit } from '#lab/run/lawFit.ts';

export type Law = Awaited<ReturnType<typeof load>>;

async function load() {
	const [functions, reply] = await Promise.all([
		import('#lab/run/lawFit.ts'),
		fetch('./studies/lawFit.json'),
	]);
	return { ...functions, fit: (await reply.json()) as LawFit };
}

let loading: Promise<Law | null> | undefined;

/** null: the file cannot be read, as without a server. */
export const loadLaw = (): Promise<Law | null> => (loading ??= load().catch(() => null));
