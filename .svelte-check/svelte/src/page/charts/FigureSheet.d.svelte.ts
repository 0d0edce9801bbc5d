export { default } from './++FigureSheet.svelte.ts';
export * from './++FigureSheet.svelte.ts';
