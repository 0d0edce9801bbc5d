/** Terminal output: permanent lines, and one live line that changes in place. */
export interface Terminal {
	line(text: string): void;
	/** Replaces the live line. In a log file it prints at most one line in five seconds. */
	live(text: string): void;
}

export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
	let pending = false;
	let last = -Infinity;
	const clear = (): void => {
		if (pending) stream.write('\r\x1b[2K');
		pending = false;
	};
	return {
		line(text) {
			clear();
			stream.write(`${text}\n`);
			last = performance.now();
		},
		live(text) {
			if (stream.isTTY) {
				clear();
				// A wrapped line cannot be cleared.
				stream.write(text.slice(0, (stream.columns || 80) - 1));
				pending = true;
			} else if (performance.now() - last > 5000) {
				last = performance.now();
				stream.write(`${text}\n`);
			}
		},
	};
}
