/** WebKitGTK's MiniBrowser through WebKitWebDriver, on a display of its own. */
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import type { Driver } from './driver.ts';
import { Session } from './processes.ts';
import { createWebDriver, webDriverCommands, type NewSession } from './webDriver.ts';

export interface WebKitPrograms {
	readonly driver: string;
	readonly browser: string;
	/** Absent: the window opens on the user's display. */
	readonly xvfb?: string;
}

/** `options`: variables of the JavaScript engine. */
export async function launchWebKit(
	{ driver, browser, xvfb }: WebKitPrograms,
	options: NodeJS.ProcessEnv = {},
): Promise<Driver> {
	const session = new Session();
	try {
		const display = xvfb && (await startDisplay(session, xvfb));
		const port = await freePort();
		// Without a language the browser reports "C", which is not a language tag.
		const language = { LANG: 'en_US.UTF-8', ...options };
		session.start(driver, [`--port=${port}`], {
			env: display ? { ...language, DISPLAY: display } : language,
		});
		const server = `http://127.0.0.1:${port}`;
		await session.until('WebKitWebDriver', async () => (await fetch(`${server}/status`)).status);
		const created = (await post(`${server}/session`, {
			capabilities: {
				alwaysMatch: {
					browserName: 'MiniBrowser',
					'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
				},
			},
		})) as NewSession;
		const address = `${server}/session/${created.sessionId}`;
		return await createWebDriver(
			created,
			(command, parameters, id = '') =>
				post(`${address}/${webDriverCommands[command].path.replace('{id}', id)}`, parameters),
			async () => {
				await fetch(address, { method: 'DELETE' }).catch(() => undefined);
				await session.end();
			},
		);
	} catch (error) {
		await session.end();
		throw error;
	}
}

async function post(url: string, parameters: object): Promise<unknown> {
	const response = await fetch(url, { method: 'POST', body: JSON.stringify(parameters) });
	const { value } = (await response.json()) as { readonly value: unknown };
	if (response.ok) return value;
	const { error, message } = value as { readonly error: string; readonly message: string };
	throw new Error(`${new URL(url).pathname}: ${error}: ${message}`);
}

/** Starts an X server and returns its display, which it writes to its fourth file. */
async function startDisplay(session: Session, xvfb: string): Promise<string> {
	const child = session.start(xvfb, ['-displayfd', '3', '-screen', '0', '1440x900x24'], {
		stdio: ['pipe'],
	});
	let written = '';
	(child.stdio[3] as Readable).on('data', (chunk: Buffer) => (written += chunk.toString()));
	return session.until('Xvfb', async () =>
		written.endsWith('\n') ? `:${written.trim()}` : undefined,
	);
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}
