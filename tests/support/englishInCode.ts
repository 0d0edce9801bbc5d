/**
 * English words in the code that would stand inside a message in another language: an argument of
 * a call that makes an error, or of a value of a message. The types refuse most of them already,
 * because `mustBe`, `list` and others take messages only.
 */
import ts from 'typescript';

/** Calls whose texts are shown. `v` is valibot, whose messages are plain text. */
const isShown = (callee: string): boolean =>
	/^(sentence|asMessage|wrong|lineError|outOfMemory|toIssue)$/.test(callee) ||
	/^v\.\w+$/.test(callee) ||
	/^(Input|Device|NoAdapter|DeviceLost|OutOfMemory|Storage|NonFinite|Row|Conversation)Error$/.test(
		callee,
	);

/** Whether a source file can have such a call: most have none, and need not be parsed. */
const hasShownCall = (source: string): boolean =>
	/\b(?:sentence|asMessage|wrong|lineError|outOfMemory|toIssue|\w+Error|v\.\w+)\s*[(<]/.test(
		source,
	);

/** Two words in a row, as no id, name or path has them. */
const isProse = (text: string): boolean => /[a-z]{2,} [a-z]{2,}/.test(text);

/** The texts of template literals have … in place of their values. */
const textOf = (node: ts.Node): string | null =>
	ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)
		? node.text
		: ts.isTemplateExpression(node)
			? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
			: null;

/** The texts of a source file, each with its line. */
export function englishInCode(source: string): string[] {
	if (!hasShownCall(source)) return [];
	const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest);
	const found: string[] = [];
	const visit = (node: ts.Node, callee: string): void => {
		const text = textOf(node);
		if (text !== null && isShown(callee) && isProse(text)) {
			const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
			found.push(`${line + 1}: ${text}`);
		}
		const inner =
			ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText(file) : null;
		ts.forEachChild(node, (child) => visit(child, inner ?? callee));
	};
	visit(file, '');
	return found;
}
