/** Lines for a terminal: those that stay, and one that changes in place where the terminal can do that. */
export interface Terminal {
	line(text: string): void;
	/** Shown now, replaced by what comes next. Without a terminal (a log file): printed after five seconds without a line. */
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
				// One that is wider than the terminal would wrap, and could not be taken back.
				stream.write(text.slice(0, (stream.columns || 80) - 1));
				pending = true;
			} else if (performance.now() - last > 5000) {
				last = performance.now();
				stream.write(`${text}\n`);
			}
		},
	};
}
