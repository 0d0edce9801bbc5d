/** The laws of this page: the published one, and those that the visitor has measured. */
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LawFit } from '#lab/study/lawFit.ts';

export type Laws = Awaited<ReturnType<typeof load>>;

/** Measured laws, the newest first, as JSON. */
const storageKey = 'skillet.laws';
const maxKept = 100;

export function measuredLaws(): readonly LawFit[] {
	try {
		const text = browserStorage('localStorage').getItem(storageKey) ?? '[]';
		// The lab's first laws have no left-out mixes, so they promise nothing.
		return (JSON.parse(text) as Partial<LawFit>[]).filter((law): law is LawFit => !!law.left);
	} catch {
		return [];
	}
}

/** Keeps a measured law in this browser, for the marks on the workbench. */
export function keepLaw(fit: LawFit): void {
	store([fit, ...measuredLaws().filter(({ key }) => key !== fit.key)]);
}
/** Keeps a law of another lab behind those of this one. False: its experiment has one here. */
export function addLaw(fit: LawFit): boolean {
	const here = measuredLaws();
	if (here.some(({ key }) => key === fit.key)) return false;
	store([...here, fit]);
	return true;
}
const store = (laws: readonly LawFit[]): void =>
	browserStorage('localStorage').setItem(storageKey, JSON.stringify(laws.slice(0, maxKept)));

async function load() {
	const [functions, reply] = await Promise.all([
		import('#lab/study/lawFit.ts'),
		fetch('./studies/lawFit.json'),
	]);
	const published = (await reply.json()) as LawFit;
	return {
		...functions,
		published,
		/** The law of this experiment, if there is one. */
		find: (experiment: Experiment): LawFit | undefined =>
			[published, ...measuredLaws()].find((fit) => functions.isLawOf(fit, experiment)),
	};
}

let loading: Promise<Laws | null> | undefined;

/** null: the file cannot be read, as without a server. */
export const loadLaws = (): Promise<Laws | null> => (loading ??= load().catch(() => null));
