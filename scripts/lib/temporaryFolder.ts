/** A folder for the files of one call, which is removed at its end, or by a later call. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Its name has the process's id: a killed call leaves its folder, and the next call removes it. */
export function temporaryFolder(name: string, parent = tmpdir()): string {
	const left = new RegExp(`^${name}-(\\d+)-`);
	for (const entry of readdirSync(parent)) {
		const id = left.exec(entry)?.[1];
		if (id === undefined || isRunning(Number(id))) continue;
		try {
			remove(path.join(parent, entry));
		} catch {
			// Another user's folder stays.
		}
	}
	const folder = mkdtempSync(path.join(parent, `${name}-${process.pid}-`));
	process.on('exit', () => remove(folder));
	return folder;
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Whether this machine has a process with this id. */
export function isRunning(id: number): boolean {
	try {
		// Signal 0 only asks whether the process is there.
		process.kill(id, 0);
		return true;
	} catch (error) {
		// A process of another user is there too.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
