/** Every word of the page in English: the catalogue whose type each other language has. */
export const en = {
	common: {
		close: 'Close',
		cancel: 'Cancel',
		remove: 'Remove',
		explain: (term: string) => `Explain: ${term}`,
	},
};
