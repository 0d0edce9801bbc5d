/** A static file server with the headers that isolate the page (threads for wasm). */
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { collectsMark } from '#lab/page/components/collecting.ts';
import type { Collector } from './Collector.ts';
import { SetupError } from './faults.ts';
import { isolationHeaders } from '#lab/worker/isolationHeaders.ts';

export interface Site {
	readonly url: string;
	/** Where other machines find it, if it serves them. */
	readonly networkUrls: readonly string[];
	close(): Promise<void>;
}

const types: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.md': 'text/markdown; charset=utf-8',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json',
};

/**
 * Serves `folder` on 127.0.0.1. `exact`: only on `port`; else on the first free port from it.
 * `isolated`: false leaves out the headers, as many static hosts do. `network`: also to the other
 * machines of the network. `collector`: receives the results of a class, and the page says so.
 */
export async function serve(
	folder: string,
	port: number,
	{ exact = false, isolated = true, network = false, collector = null as Collector | null } = {},
): Promise<Site> {
	const root = await realpath(folder);
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		if (await collector?.answer(request, response)) return;
		if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
		await send(root, request, response, collector !== null);
	};
	const server = createServer((request, response) => {
		if (isolated)
			for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
		response.setHeader('X-Content-Type-Options', 'nosniff');
		answer(request, response).catch(() => {
			if (response.headersSent) response.destroy();
			else end(response, 500);
		});
	});
	// A machine that leaves the network does not close its connection.
	server.timeout = 120_000;
	const addresses = network ? ownAddresses() : [];
	if (network && addresses.length === 0)
		throw new SetupError('This machine is in no network. Connect it, or leave out --network.');
	await listen(server, port, network ? '0.0.0.0' : '127.0.0.1', exact ? 1 : 20);
	const { port: chosen } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${chosen}/`,
		networkUrls: addresses.map((address) => `http://${address}:${chosen}/`),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function send(
	root: string,
	{ url = '/', method }: IncomingMessage,
	response: ServerResponse,
	collects: boolean,
): Promise<void> {
	const requested = resolveFile(root, url);
	if (requested === null) return end(response, 400);
	let file = requested;
	let found = await stat(file).catch(() => null);
	if (found?.isDirectory()) {
		file = path.join(file, 'index.html');
		found = await stat(file).catch(() => null);
	}
	// A symbolic link can lead out of the folder.
	if (!found?.isFile() || !isInside(root, await realpath(file))) return end(response, 404);
	const marked = collects && file === path.join(root, 'index.html') ? await markedPage(file) : null;
	response.writeHead(200, {
		'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
		'Content-Length': marked?.length ?? found.size,
		// The names of files in assets/ contain a hash of the content.
		'Cache-Control': file.startsWith(path.join(root, 'assets'))
			? 'public, max-age=31536000, immutable'
			: 'no-cache',
	});
	if (method === 'HEAD') response.end();
	else if (marked) response.end(marked);
	// Closes the file of an aborted download too.
	else await pipeline(createReadStream(file), response);
}

/** The page with the mark that its host collects the results of a class. */
const markedPage = async (file: string): Promise<Buffer> =>
	Buffer.from(
		(await readFile(file, 'utf8')).replace('<head>', `$&<meta name="${collectsMark}" />`),
	);

const isInside = (root: string, file: string): boolean =>
	file === root || file.startsWith(root + path.sep);

/** null: not a valid path, or outside the folder. */
function resolveFile(root: string, url: string): string | null {
	try {
		const file = path.join(root, decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname));
		return isInside(root, file) ? file : null;
	} catch {
		return null;
	}
}

function end(response: ServerResponse, status: number): void {
	response.writeHead(status).end();
}

/** IPv4 addresses of this machine in its networks. */
const ownAddresses = (): readonly string[] =>
	Object.values(networkInterfaces())
		.flatMap((addresses) => addresses ?? [])
		.filter(({ family, internal }) => family === 'IPv4' && !internal)
		.map(({ address }) => address);

async function listen(server: Server, port: number, host: string, tries: number): Promise<void> {
	for (let next = port; next < port + tries; next++) if (await tryPort(server, next, host)) return;
	const ports = tries > 1 ? `Ports ${port} to ${port + tries - 1} are` : `Port ${port} is`;
	throw new SetupError(`${ports} in use. Choose another port.`);
}

function tryPort(server: Server, port: number, host: string): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const failed = (error: NodeJS.ErrnoException): void => {
			if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
			else reject(error);
		};
		server.once('error', failed);
		server.listen(port, host, () => {
			server.off('error', failed);
			resolve(true);
		});
	});
}
