/**
 * Says what is missing until the lab is open. The build writes this script into index.html, so that
 * it runs where no other file arrives. index.html has the sentences; a host whose policy allows no
 * script in a page shows them without the names of files.
 */
(() => {
	const root = document.documentElement;
	/** Milliseconds. */
	const patience = 5000;
	const failed = new Set();
	/** quiet: hidden by the style. waiting: files are awaited. failed: one will not come. */
	const show = (state) => {
		if (root.dataset.opening !== 'failed') root.dataset.opening = state;
	};
	show('quiet');
	// With the default of 250, later files would seem to be awaited.
	performance.setResourceTimingBufferSize(5000);

	const requests = 'script[src], link[rel=modulepreload], link[rel=stylesheet]';
	/** Addresses of the scripts and styles that the page asked for. */
	const addresses = () =>
		[...document.querySelectorAll(requests)].map(({ src, href }) => src || href);
	const awaited = () => {
		const arrived = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
		return addresses().filter((address) => !arrived.has(address));
	};
	const write = (id, texts) => {
		const element = document.getElementById(id);
		if (!element) return;
		const [first, second, third, ...more] = new Set(texts);
		const shown = [first, second, third, more.length > 0 ? '…' : undefined];
		element.textContent = shown.filter((text) => text !== undefined).join(', ');
		element.parentElement.hidden = first === undefined;
	};
	const fileName = (address) => address.split(/[?#]/)[0].split('/').at(-1);
	const fail = (what) => {
		// What the policy refuses has an error event, too.
		if (![...failed].some((text) => text.startsWith(what))) failed.add(what);
		show('failed');
		write('opening-failed', failed);
	};

	const watch = () => {
		const placed = document.getElementById('opening');
		if (!placed && document.readyState !== 'loading') return clearInterval(timer);
		if (performance.now() < patience) return;
		const files = awaited().map(fileName);
		// Nothing is painted while a style is awaited.
		for (const style of document.querySelectorAll('link[rel=stylesheet]'))
			if (files.includes(fileName(style.href))) {
				style.media = 'not all';
				style.addEventListener('load', () => (style.media = 'all'));
			}
		write('opening-awaited', files);
		if (root.dataset.opening === 'quiet' || root.dataset.opening === 'waiting')
			show(files.length > 0 ? 'waiting' : 'quiet');
	};
	const timer = setInterval(watch, 1000);

	addEventListener(
		'error',
		({ target, message }) => {
			if (target instanceof HTMLScriptElement) return fail(fileName(target.src));
			if (target instanceof HTMLLinkElement)
				return /stylesheet|modulepreload/.test(target.rel)
					? fail(fileName(target.href))
					: undefined;
			// A script that does not work before the page has anything to show.
			if (message && document.getElementById('app')?.childElementCount === 0) fail(message);
		},
		true,
	);
	addEventListener('unhandledrejection', ({ reason }) => {
		if (document.getElementById('app')?.childElementCount === 0) fail(String(reason));
	});
	document.addEventListener('securitypolicyviolation', (event) => {
		const { blockedURI: blocked, effectiveDirective: directive, disposition } = event;
		// The page's own policy refuses other scripts in the page.
		const isFile = /^(script|style)-src/.test(directive) && blocked.startsWith(location.origin);
		if (disposition === 'enforce' && (isFile || blocked.startsWith('trusted-types')))
			fail(`${fileName(blocked)} (Content-Security-Policy: ${directive})`);
	});
	addEventListener('DOMContentLoaded', () => {
		write('opening-failed', failed);
		document.getElementById('opening-reload')?.addEventListener('click', (event) => {
			event.preventDefault();
			// The browser may keep a wrong body, as a network's login page.
			const again = addresses().map((address) => fetch(address, { cache: 'reload' }));
			void Promise.race([
				Promise.allSettled(again),
				new Promise((resolve) => setTimeout(resolve, 3000)),
			]).then(() => location.reload());
		});
	});
})();
