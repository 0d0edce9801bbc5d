/** Calls about links, and about what they say of a run's results. */
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
		/** What came out of a run, for its link. Throws InputError for one that has not finished. */
		'link.outcome': { request: { runId: string }; reply: Outcome };
		/** Whether a finished run came out as a link said. */
		'link.compare': { request: { runId: string; expected: Repeated }; reply: Verdict };
	}
}
