/** A server of this machine for tests. */
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Closing it ends open connections too. */
export async function localServer(answer: RequestListener) {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/**
 * A server whose replies pages of every origin may read, with these headers too. `answer` gets no
 * OPTIONS requests.
 */
export const openServer = (exposed: string, answer: RequestListener) =>
	localServer((request, response) => {
		response.setHeader('Access-Control-Allow-Origin', '*');
		response.setHeader('Access-Control-Allow-Headers', '*, authorization');
		response.setHeader('Access-Control-Expose-Headers', exposed);
		if (request.method === 'OPTIONS') response.writeHead(204).end();
		else answer(request, response);
	});

export function json(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): void {
	response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}
