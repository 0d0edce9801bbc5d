/** What the lab's own state says in words: what happened, what is kept, what to do. */
import type { LabStatus } from '#page/state/LabConnection.svelte.ts';
import { words } from '#page/words/words.ts';

type Said = readonly [what: string, mend: string];

export function labStatusWords(status: LabStatus): Said {
	const text = words.status;
	switch (status.kind) {
		case 'opening':
		case 'ready':
			return [text.opening, text.openingWhat];
		case 'waiting':
			return [text.waiting, text.waitingWhat];
		case 'superseded':
			return [text.superseded, text.supersededWhat];
		case 'broken':
			return [`${text.broken} ${status.message}`, text.brokenWhat];
		default:
			return status satisfies never;
	}
}

/** Null while nothing is wrong. */
export const labTrouble = (status: LabStatus): Said | null =>
	status.kind === 'superseded' || status.kind === 'broken' ? labStatusWords(status) : null;
