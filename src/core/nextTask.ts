/** Resolves in a later task, after those that wait already. Through a message, not a timer: timers sleep in a tab that is out of sight. */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
