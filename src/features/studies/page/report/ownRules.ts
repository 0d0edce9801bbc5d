/** Those of the page's style rules that an element and what is in it use, as text that stands alone. */

const dark = `:root[data-theme="dark"]`;

/** The dark theme by what the reader's system prefers, on a screen; a file has no button for it. */
export function rulesFor(root: ParentNode, sheets: Iterable<CSSStyleSheet>): string {
	const rules = [...sheets].flatMap((sheet) => [...sheet.cssRules]);
	return rules.flatMap((rule) => ownRule(rule, root)).join('\n');
}

function ownRule(rule: CSSRule, root: ParentNode): string[] {
	if (rule instanceof CSSMediaRule) {
		const inner = [...rule.cssRules].flatMap((nested) => ownRule(nested, root));
		return inner.length > 0 ? [`@media ${rule.conditionText} {\n${inner.join('\n')}\n}`] : [];
	}
	if (!(rule instanceof CSSStyleRule)) return [];
	if (sameSelector(rule.selectorText, dark))
		return [`@media screen and (prefers-color-scheme: dark) {\n:root { ${rule.style.cssText} }\n}`];
	const used = rule.selectorText
		.split(/,(?![^()]*\))/)
		.filter((selector) => isUsed(selector, root));
	return used.length > 0 ? [`${used.join(',')} { ${rule.style.cssText} }`] : [];
}

const sameSelector = (a: string, b: string): boolean => a.replaceAll("'", '"') === b;

/** States and pseudo-elements come and go: what carries them counts. */
function isUsed(selector: string, root: ParentNode): boolean {
	const plain = selector.replaceAll(/::?(?!root|not|is|where|has)[\w-]+(\([^)]*\))?/g, '').trim();
	if (/^(:root|html|body|\*)?$/.test(plain)) return true;
	try {
		return root.querySelector(plain) !== null;
	} catch {
		return false;
	}
}
