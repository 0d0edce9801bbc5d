/** A study's report as one HTML file: the page's own components and rules, no script, nothing fetched; light, dark and on paper. */
import { flushSync, mount, unmount } from 'svelte';
import type { StudyReport } from '../../study.ts';
import ReportDocument from './ReportDocument.svelte';
import { rulesFor } from './ownRules.ts';

/** In a page with the lab's styles, since it takes them over. */
export async function reportHtml(report: StudyReport): Promise<string> {
	const host = document.createElement('div');
	const mounted = mount(ReportDocument, { target: host, props: { report } });
	flushSync();
	try {
		withoutComments(host);
		const title = document.createElement('title');
		title.textContent = report.title;
		return [
			'<!doctype html>',
			'<html lang="en">',
			'<head>',
			'<meta charset="utf-8">',
			'<meta name="viewport" content="width=device-width, initial-scale=1">',
			`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
			title.outerHTML,
			`<style>\n${rulesFor(host, document.styleSheets)}\n</style>`,
			'</head>',
			`<body>\n${host.innerHTML}\n</body>`,
			'</html>',
			'',
		].join('\n');
	} finally {
		await unmount(mounted);
	}
}

/** Svelte’s anchors: nothing moves any more. */
function withoutComments(host: Element): void {
	const walker = document.createTreeWalker(host, NodeFilter.SHOW_COMMENT);
	const found: Comment[] = [];
	while (walker.nextNode()) found.push(walker.currentNode as Comment);
	for (const comment of found) comment.remove();
}
