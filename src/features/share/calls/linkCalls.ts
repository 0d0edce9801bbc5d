/** Calls that make and read links, and compare a run with a link's results. */
import type { Repeated, Verdict } from '#lab/run/compareOutcomes.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LinkContent, LinkExtras } from '#lab/run/link.ts';
import type { Outcome } from '#lab/run/outcome.ts';

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/** Throws InputError that names the field. */
		'link.encode': { request: { experiment: Experiment } & LinkExtras; reply: string };
		/** Throws InputError that names the field. */
		'link.decode': { request: { fragment: string }; reply: LinkContent };
		/** The results of a run, for its link. Throws InputError if the run has not finished. */
		'link.outcome': { request: { runId: string }; reply: Outcome };
		/** Compares a finished run with the results in a link. */
		'link.compare': { request: { runId: string; expected: Repeated }; reply: Verdict };
	}
}
