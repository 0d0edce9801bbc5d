/** An answer that may never come, cut short by a signal. Nothing is kept of it afterwards (Promise.race would keep each). */
export function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		const cut = () => reject(signal.reason as Error);
		if (signal.aborted) cut();
		signal.addEventListener('abort', cut);
		answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', cut));
	});
}
