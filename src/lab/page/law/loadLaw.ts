/** Reads the published law, which comes with the page, once. */
import type { LawFit } from '#lab/run/lawFit.ts';

let loading: Promise<LawFit> | undefined;

export function loadLaw(): Promise<LawFit> {
	loading ??= fetch('./studies/lawFit.json').then((reply) => reply.json() as Promise<LawFit>);
	loading.catch(() => (loading = undefined));
	return loading;
}
