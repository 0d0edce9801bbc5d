/** A worker of its own for each entrant: none can change what another computes with. */
import { entrants } from './entrants.ts';
import type { Request, Response } from './protocol.ts';
import { openSession, type Session } from './session.ts';

let session: Session | undefined;

addEventListener('message', ({ data }: MessageEvent<Request>) => {
	answer(data).then(
		(value) => postMessage({ ok: true, value } satisfies Response),
		(error: unknown) =>
			postMessage({
				ok: false,
				error: error instanceof Error ? (error.stack ?? error.message) : String(error),
			} satisfies Response),
	);
});

async function answer(request: Request): Promise<unknown> {
	if (request.type === 'open') {
		const entry = entrants.find(({ name }) => name === request.entrant);
		if (!entry) throw new Error(`There is no entrant “${request.entrant}”.`);
		session = await openSession(entry, request.task);
		return session.opened;
	}
	if (!session) throw new Error('The entrant is not open.');
	switch (request.type) {
		case 'losses':
			return session.losses(request.steps);
		case 'time':
			return session.time(request.steps);
		case 'stats':
			return session.stats();
		case 'close':
			return session.close();
	}
}
