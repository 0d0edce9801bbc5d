/** A study's report as one HTML file: the page's own components and rules, without scripts. */
import { languageTag } from '#languages/language.ts';
import { flushSync, mount, unmount } from 'svelte';
import type { StudyReport } from '#lab/study/report.ts';
import ReportDocument from './ReportDocument.svelte';

/** Call it in a page with the lab's styles, because it copies them. */
export async function reportHtml(report: StudyReport): Promise<string> {
	const host = document.createElement('div');
	const mounted = mount(ReportDocument, { target: host, props: { report } });
	flushSync();
	try {
		removeComments(host);
		const title = document.createElement('title');
		title.textContent = report.title;
		const policy = "default-src 'none'; style-src 'unsafe-inline'";
		return [
			'<!doctype html>',
			`<html lang="${languageTag()}">`,
			'<head>',
			'<meta charset="utf-8">',
			'<meta name="viewport" content="width=device-width, initial-scale=1">',
			`<meta http-equiv="Content-Security-Policy" content="${policy}">`,
			title.outerHTML,
			`<style>\n${rulesUsedIn(host, document.styleSheets)}\n</style>`,
			'</head>',
			`<body>\n${host.innerHTML}\n</body>`,
			'</html>',
			'',
		].join('\n');
	} finally {
		await unmount(mounted);
	}
}

/** Svelte uses comments as anchors for updates, and the file has none. */
function removeComments(host: Element): void {
	const walker = document.createTreeWalker(host, NodeFilter.SHOW_COMMENT);
	const found: Comment[] = [];
	while (walker.nextNode()) found.push(walker.currentNode as Comment);
	for (const comment of found) comment.remove();
}

const darkTheme = `:root[data-theme="dark"]`;

/** The style rules that the root's elements use, as text. */
function rulesUsedIn(root: ParentNode, sheets: Iterable<CSSStyleSheet>): string {
	// The rules of another origin's sheet, such as an extension's, cannot be read.
	const ours = [...sheets].filter(({ href }) => !href || new URL(href).origin === location.origin);
	const rules = ours.flatMap((sheet) => [...sheet.cssRules]);
	return rules.flatMap((rule) => usedRule(rule, root)).join('\n');
}

function usedRule(rule: CSSRule, root: ParentNode): string[] {
	if (rule instanceof CSSMediaRule) {
		const inner = [...rule.cssRules].flatMap((nested) => usedRule(nested, root));
		return inner.length > 0 ? [`@media ${rule.conditionText} {\n${inner.join('\n')}\n}`] : [];
	}
	if (rule instanceof CSSPropertyRule) return [rule.cssText];
	if (!(rule instanceof CSSStyleRule)) return [];
	// A file has no theme button, so its dark theme follows the reader's system.
	if (rule.selectorText.replaceAll("'", '"') === darkTheme)
		return [`@media screen and (prefers-color-scheme: dark) {\n:root { ${rule.style.cssText} }\n}`];
	const used = rule.selectorText
		.split(/,(?![^()]*\))/)
		.filter((selector) => isUsed(selector, root));
	return used.length > 0 ? [`${used.join(',')} { ${rule.style.cssText} }`] : [];
}

/** Ignores states and pseudo-elements: they can apply later. */
function isUsed(selector: string, root: ParentNode): boolean {
	const plain = selector.replaceAll(/::?(?!root|not|is|where|has)[\w-]+(\([^)]*\))?/g, '').trim();
	if (/^(:root|html|body|\*)?$/.test(plain)) return true;
	try {
		return root.querySelector(plain) !== null;
	} catch {
		return false;
	}
}
