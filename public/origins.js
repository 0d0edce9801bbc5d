/**
 * Runs before anything else of the page: its policy for whom it may ask, which is its own origin and those that the
 * visitor allowed (kept under skillet.origins). A policy cannot be widened later, so that a new origin reloads the page.
 */
(() => {
	const stored = () => {
		try {
			const list = JSON.parse(localStorage.getItem('skillet.origins') ?? '[]');
			return Array.isArray(list) ? list : [];
		} catch {
			return [];
		}
	};
	/** Exactly an origin: nothing else gets into a policy's text. */
	const isOrigin = (text) => {
		try {
			const { origin, protocol } = new URL(text);
			return origin === text && /^https?:$/.test(protocol) && /^[\w.:/-]+$/.test(text);
		} catch {
			return false;
		}
	};
	const origins = Object.freeze(stored().filter(isOrigin));
	const policy = document.createElement('meta');
	policy.httpEquiv = 'Content-Security-Policy';
	policy.content = ["connect-src 'self'", ...origins].join(' ');
	document.head.append(policy);
	Object.defineProperty(window, 'skilletOrigins', { value: origins });
})();
