/** Answers the harness's requests with the entrant of this worker or process. */
import type { WasmOptions } from '../../src/engine/gpu/wasm/instantiate.ts';
import { entrants } from './entrants.ts';
import type { Answer, Request } from './protocol.ts';
import { openSession, type Session } from './session.ts';

/** `wasm`: how this realm loads the lab's kernels. */
export function createAnswer(wasm: WasmOptions): Answer {
	let session: Session | undefined;
	const act = async (request: Request): Promise<unknown> => {
		if (request.type === 'open') {
			const entry = entrants.find(({ name }) => name === request.entrant);
			if (!entry) throw new Error(`There is no entrant “${request.entrant}”.`);
			session = await openSession(entry, request.task, wasm);
			return session.opened;
		}
		if (!session) throw new Error('The entrant is not open.');
		return 'steps' in request ? session[request.type](request.steps) : session[request.type]();
	};
	return async (request) => {
		try {
			return { ok: true, value: await act(request) };
		} catch (error) {
			return { ok: false, error: String(error instanceof Error ? error.stack : error) };
		}
	};
}
