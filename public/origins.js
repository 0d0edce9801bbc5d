/**
 * Sets the page's policy for requests before any other script runs. The page may request its own
 * origin and those that the visitor allowed (stored as skillet.origins). A policy cannot be widened
 * later, so a new origin reloads the page.
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
	/** Only a valid origin may enter the text of the policy. */
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
	// No module loads there, and without this line the page stays empty.
	if (self.origin === 'null')
		addEventListener('DOMContentLoaded', () => {
			document.getElementById('opening').remove();
			document.getElementById('app').textContent =
				'Skillet cannot run here: the page has no origin, as in a frame whose sandbox lacks ' +
				'allow-same-origin, or as a file. Open it at its web address.';
		});
})();
