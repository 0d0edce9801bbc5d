/** A Python process that answers one line of JSON with another: a rival of a benchmark. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The interpreter. SKILLET_PYTHON chooses another one. */
export const python = process.env['SKILLET_PYTHON'] ?? 'python3';

/** Sends a request and resolves to the reply. */
type Ask = (request: object) => Promise<unknown>;

/**
 * Starts a script, which says in its first line that it is ready. null: it ends before, as where
 * Python lacks a package.
 */
export async function openPython(
	script: string,
	argument: string,
	environment: NodeJS.ProcessEnv,
): Promise<Ask | null> {
	const child = spawn(python, [script, argument], {
		stdio: 'pipe',
		env: { ...process.env, ...environment },
	});
	child.on('error', () => undefined);
	let errors = '';
	child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	if ((await lines.next()).done) return null;
	return async (request) => {
		child.stdin.write(`${JSON.stringify(request)}\n`);
		const reply = await lines.next();
		if (reply.done) throw new Error(`${script} ended.\n${errors}`);
		return JSON.parse(reply.value) as unknown;
	};
}
