/** The result table of arXiv 2310.04945, for comparison, with a stand-in for its weights. */
import { byCategory, categories, type ByCategory } from './categories.ts';

/** Columns in the order of `categories`, then the paper's overall. */
const rows: readonly (readonly [string, ...number[]])[] = [
	['Vicuna-13b-v1.1', 0.785, 0.707, 0.781, 0.911, 0.82, 0.726, 1, 0.922, 0.82],
	['Vicuna-13b-v1.3', 0.915, 0.644, 0.633, 0.952, 1, 0.926, 0.989, 1, 0.828],
	['Llama-2-13b', 0.904, 0.763, 0.663, 0.967, 0.967, 0.867, 1, 1, 0.856],
	['Vicuna-33b-v1.3', 0.937, 0.718, 0.73, 0.97, 1, 1, 1, 1, 0.869],
];

/** A fit to the four rows. With 8 unknowns and 4 equations, it is one of many solutions. */
export const standInWeights: ByCategory<number> = {
	clarity: 0.05,
	accuracy: 0.22,
	completeness: 0.24,
	conciseness: 0.02,
	safety: 0.12,
	specificity: 0.01,
	consideration: 0.01,
	politeness: 0.33,
};

export const paperTable = {
	source:
		'Zhang et al., “Balancing Specialized and General Skills in LLMs: The Impact of Modern ' +
		'Tuning and Data Strategy”, arXiv 2310.04945 (2023), its result table as a summary gives ' +
		'it; its 45 questions and its scorers are not public.',
	note:
		'Not the paper’s weights: one constant vector of ours that comes within 0.001 of its ' +
		'overall column. It is not the only one that does, and the paper weights each question by ' +
		'itself in a way that it does not state. Its models and questions are others: compare ' +
		'shapes, not digits.',
	weights: standInWeights,
	/** `ours`: Σ weights · categories. */
	rows: rows.map(([model, ...figures]) => {
		const values = byCategory((category) => figures[categories.indexOf(category)]);
		const weighted = categories.map((category) => standInWeights[category] * values[category]);
		const ours = weighted.reduce((sum, one) => sum + one, 0);
		return { model, categories: values, overall: figures[categories.length], ours };
	}),
};
