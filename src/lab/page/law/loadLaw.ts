/** The laws of this page: the published one, and those that the visitor has measured. */
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LawFit } from '#lab/run/lawFit.ts';

export type Laws = Awaited<ReturnType<typeof load>>;

/** Measured laws, the newest first, as JSON. */
const storageKey = 'skillet.laws';
const maxKept = 8;

function measured(): readonly LawFit[] {
	try {
		return JSON.parse(browserStorage('localStorage').getItem(storageKey) ?? '[]') as LawFit[];
	} catch {
		return [];
	}
}

/** Keeps a measured law in this browser, for the marks on the workbench. */
export function keepLaw(fit: LawFit): void {
	const others = measured().filter(({ key }) => key !== fit.key);
	const text = JSON.stringify([fit, ...others].slice(0, maxKept));
	browserStorage('localStorage').setItem(storageKey, text);
}

async function load() {
	const [functions, reply] = await Promise.all([
		import('#lab/run/lawFit.ts'),
		fetch('./studies/lawFit.json'),
	]);
	const published = (await reply.json()) as LawFit;
	return {
		...functions,
		published,
		/** The law of this experiment, if there is one. */
		find: (experiment: Experiment): LawFit | undefined =>
			[published, ...measured()].find((fit) => functions.isLawOf(fit, experiment)),
	};
}

let loading: Promise<Laws | null> | undefined;

/** null: the file cannot be read, as without a server. */
export const loadLaws = (): Promise<Laws | null> => (loading ??= load().catch(() => null));
