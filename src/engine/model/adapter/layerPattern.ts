/** Regular expressions for the names of layers, with RE2, which is large: loaded with the first. */
import { fieldError } from '#engine/core/errors.ts';
import { compilePattern, patternFault } from '#engine/core/safePattern.ts';

/** Matches a whole name as Python's `re.fullmatch`. Throws InputError with the field's name. */
export function layerPattern(field: string, pattern: string, prefix: string) {
	// Python's forms that RE2 writes otherwise: a count without a minimum, the end of the text.
	const inRe2 = pattern.replace(/\\(.)|\{(?=,\d+\})/g, (found, escaped?: string) =>
		escaped === undefined ? '{0' : escaped === 'Z' ? '$' : found,
	);
	const source = `${prefix}(?:${inRe2})`;
	const fault = patternFault(source);
	if (fault) throw fieldError(field, fault);
	const expression = compilePattern(source);
	return (path: string): boolean => expression.matches(path);
}
