/** Answers the harness's requests with the one entrant of this realm: a worker, or a process without a browser. */
import { entrants } from './entrants.ts';
import type { Answer, Request } from './protocol.ts';
import { openSession, type Session } from './session.ts';

export function createAnswer(): Answer {
	let session: Session | undefined;
	const act = async (request: Request): Promise<unknown> => {
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
			case 'profile':
				return session.profile();
			case 'close':
				return session.close();
		}
	};
	return async (request) => {
		try {
			return { ok: true, value: await act(request) };
		} catch (error) {
			return { ok: false, error: String(error instanceof Error ? error.stack : error) };
		}
	};
}
