/** The texts of this folder, in one chunk. The same lines in each language. */
export const files = import.meta.glob<object>('./*.json', { eager: true, import: 'default' });
export const sentences = import.meta.glob<object>('./sentences/*.json', {
	eager: true,
	import: 'default',
});
