/** The loss of a process's own output: its reader has ended (`| head`), or its disk is full. */

/** `whenLost` is called once. What the error output loses is only words: the exit code stays. */
export function watchOutput(whenLost: (error: NodeJS.ErrnoException) => void): void {
	let isLost = false;
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (isLost) return;
		isLost = true;
		whenLost(error);
	});
	process.stderr.on('error', () => undefined);
}

/** A message of bench's runner to the process that started it. */
export interface LostOutput {
	readonly lostOutput: { readonly code: string | undefined; readonly message: string };
}
